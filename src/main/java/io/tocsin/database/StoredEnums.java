package io.tocsin.database;

import org.jspecify.annotations.Nullable;

/** Words in columns as constants. A newer version may have stored words that this one does not know. */
public final class StoredEnums {

    private StoredEnums() {}

    /** The constant of this name, or the one that stands for everything else. */
    public static <E extends Enum<E>> E read(@Nullable String word, E other) {
        for (E constant : other.getDeclaringClass().getEnumConstants()) {
            if (constant.name().equals(word)) {
                return constant;
            }
        }
        return other;
    }

    /** Whether this version knows the word. */
    public static <E extends Enum<E>> boolean isKnown(@Nullable String word, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(word)) {
                return true;
            }
        }
        return false;
    }
}
