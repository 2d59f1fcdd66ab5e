package io.tocsin.gotemplate;

import io.tocsin.text.TextBudget;
import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoTime;
import io.tocsin.text.go.TimeLayout;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a value as Go's json.Marshal does: keys of maps sorted, and nothing that a page would read as a tag. */
final class JsonText {

    private static final String RFC3339_NANO = "2006-01-02T15:04:05.999999999Z07:00";

    /** Beyond this Go writes numbers with an exponent, and below its reciprocal times ten. */
    private static final double LONGEST_PLAIN = 1e21;

    private static final double SHORTEST_PLAIN = 1e-6;

    private final StringBuilder text = new StringBuilder();
    private final TextBudget budget;

    private JsonText(TextBudget budget) {
        this.budget = budget;
    }

    /** @throws ConversionException for a number that JSON does not have */
    static String of(@Nullable Object value, TextBudget budget) {
        JsonText json = new JsonText(budget);
        json.write(value);
        return json.text.toString();
    }

    private void write(@Nullable Object value) {
        budget.check(text.length());
        if (value instanceof String string) {
            quote(string);
        } else if (value instanceof Double number) {
            text.append(number(number));
        } else if (value instanceof GoTime time) {
            quote(TimeLayout.format(RFC3339_NANO, time));
        } else if (value instanceof LabelMap labels) {
            object(new TreeMap<>(labels.values()));
        } else if (value instanceof GoStruct struct) {
            struct(struct);
        } else if (value instanceof Map<?, ?> map) {
            object(new TreeMap<>(map));
        } else if (value instanceof List<?> list) {
            list(list);
        } else {
            text.append(value instanceof GoValue.NamedNumber named ? named.number() : value);
        }
    }

    private static String number(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new ConversionException(
                    "json: unsupported value: " + (Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf"));
        }
        double size = Math.abs(number);
        if (number == 0 || size >= SHORTEST_PLAIN && size < LONGEST_PLAIN) {
            String plain = new BigDecimal(Double.toString(number)).toPlainString();
            return plain.contains(".") ? plain.replaceAll("\\.?0+$", "") : plain;
        }
        return Double.toString(number)
                .replaceAll("\\.0E", "E")
                .replaceAll("E(?=\\d)", "e+")
                .replace("E", "e");
    }

    private void quote(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    boolean isPlain = c >= ' ' && "<>&\u2028\u2029".indexOf(c) < 0;
                    text.append(isPlain ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
                }
            }
        }
        text.append('"');
    }

    private void object(Map<?, ?> entries) {
        char before = '{';
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            text.append(before);
            before = ',';
            quote(String.valueOf(entry.getKey()));
            text.append(':');
            write(entry.getValue());
        }
        text.append(before == '{' ? "{}" : "}");
    }

    /** Alertmanager's types have the names of their parts with a small first letter; a pair of a name and a value has not. */
    private void struct(GoStruct struct) {
        if (struct.typeName().equals(GoDuration.TYPE)) {
            write(struct.fields().get(GoDuration.NANOS));
            return;
        }
        Map<String, @Nullable Object> parts = new TreeMap<>();
        boolean isPair = struct.typeName().equals("template.Pair");
        struct.fields()
                .forEach((name, value) -> parts.put(
                        isPair ? name : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1), value));
        object(parts);
    }

    private void list(List<?> list) {
        char before = '[';
        for (Object item : list) {
            text.append(before);
            before = ',';
            write(item);
        }
        text.append(before == '[' ? "[]" : "]");
    }
}
