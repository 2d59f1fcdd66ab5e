package io.tocsin.gotemplate;

import java.util.Collections;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Go struct: parts with names. Unlike in a map, a part that it does not have is an error. */
public final class GoStruct {

    private final String typeName;
    private final Map<String, @Nullable Object> fields;
    private final @Nullable String text;

    /**
     * @param typeName as Go calls it in errors
     * @param fields used as they are, not copied
     */
    public GoStruct(String typeName, Map<String, @Nullable Object> fields) {
        this(typeName, fields, null);
    }

    /** @param text how it is printed; null: as Go prints a struct */
    public GoStruct(String typeName, Map<String, @Nullable Object> fields, @Nullable String text) {
        this.typeName = typeName;
        this.fields = Collections.unmodifiableMap(fields);
        this.text = text;
    }

    String typeName() {
        return typeName;
    }

    /** The parts, in their order. */
    public Map<String, @Nullable Object> fields() {
        return fields;
    }

    String print() {
        return text != null
                ? text
                : fields.values().stream().map(GoValue::print).collect(Collectors.joining(" ", "{", "}"));
    }
}
