package io.tocsin.gotemplate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much text a template's values are, so that a budget can count them before they are printed. */
final class TextSizes {

    /** A parsed value takes several times the memory of its text. */
    private static final int PER_ITEM = 8;

    private TextSizes() {}

    /** The characters of a text; for lists and maps about those of what is printed; 0 for anything else. */
    static long of(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        if (value instanceof LabelMap labels) {
            return of(labels.values());
        }
        if (value instanceof GoStruct struct) {
            return of(struct.fields());
        }
        long size = 0;
        if (value instanceof List<?> list) {
            for (Object item : list) {
                size += PER_ITEM + of(item);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> item : map.entrySet()) {
                size += PER_ITEM + of(item.getKey()) + of(item.getValue());
            }
        }
        return size;
    }

    /** What a function has newly made: a text, or the references of a list that it copied. */
    static long made(@Nullable Object value) {
        return value instanceof String text ? text.length() : value instanceof List<?> list ? list.size() : 0;
    }
}
