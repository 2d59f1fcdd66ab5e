package io.tocsin.gotemplate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that templates may call.
 *
 * @param rest the type of any further arguments; null if there are none
 */
record TemplateFunction(
        String name, List<FunctionType> fixed, @Nullable FunctionType rest, Body body) {

    /** The type of a parameter, with Go's name for it. */
    enum FunctionType {
        STRING("string"),
        STRINGS("[]string"),
        INT("int"),
        FLOAT("float64"),
        TIME("time.Time"),
        ANY("interface {}"),
        VALUE("reflect.Value");

        private final String goName;

        FunctionType(String goName) {
            this.goName = goName;
        }

        String goName() {
            return goName;
        }
    }

    /** @throws io.tocsin.text.go.ConversionException if the call fails */
    interface Body {
        @Nullable
        Object call(Arguments arguments, TemplateContext context);
    }

    /** The values of a call; their types have been checked. */
    record Arguments(List<@Nullable Object> values) {

        String text(int index) {
            return (String) any(index);
        }

        long integer(int index) {
            return ((Number) any(index)).longValue();
        }

        /** A value that is not null, which the declared type guarantees. */
        Object any(int index) {
            Object value = values.get(index);
            if (value == null) {
                throw new IllegalStateException("argument " + index + " is nil");
            }
            return value;
        }

        int size() {
            return values.size();
        }
    }
}
