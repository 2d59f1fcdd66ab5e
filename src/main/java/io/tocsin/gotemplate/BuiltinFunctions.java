package io.tocsin.gotemplate;

import io.tocsin.gotemplate.TemplateFunction.Arguments;
import io.tocsin.gotemplate.TemplateFunction.FunctionType;
import io.tocsin.text.go.ConversionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions that every Go template has. */
final class BuiltinFunctions {

    private BuiltinFunctions() {}

    static void register(FunctionTable table, boolean isLenient) {
        table.addVariadic("and", "v", FunctionType.VALUE, (a, c) -> a.values().get(a.size() - 1));
        table.addVariadic("or", "v", FunctionType.VALUE, (a, c) -> a.values().get(a.size() - 1));
        table.add("not", "v", (a, c) -> !GoValue.isTrue(a.values().get(0)));
        table.add("len", "v", (a, c) -> length(a.values().get(0)));
        table.addVariadic("index", "v", FunctionType.VALUE, (a, c) -> index(a));
        table.addVariadic("slice", "v", FunctionType.VALUE, (a, c) -> slice(a));
        table.addVariadic("print", "", FunctionType.ANY, (a, c) -> print(a.values()));
        table.addVariadic("println", "", FunctionType.ANY, (a, c) -> printLine(a.values()));
        table.addVariadic("printf", "s", FunctionType.ANY, (a, c) -> printFormatted(a, isLenient));
        table.addVariadic("html", "", FunctionType.ANY, (a, c) -> html(textOf(a)));
        table.addVariadic("js", "", FunctionType.ANY, (a, c) -> javaScript(textOf(a)));
        table.addVariadic("urlquery", "", FunctionType.ANY, (a, c) -> EncodingFunctions.urlEncode(textOf(a)));
        table.addVariadic("call", "v", FunctionType.VALUE, (a, c) -> {
            throw new ConversionException(
                    "non-function of type " + GoValue.typeName(a.values().get(0)));
        });
        new Comparisons(isLenient).register(table);
    }

    private static long length(@Nullable Object value) {
        if (value instanceof String text) {
            return GoValue.utf8(text).length;
        }
        if (value instanceof List<?> list) {
            return list.size();
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        if (value instanceof LabelMap labels) {
            return labels.values().size();
        }
        throw new ConversionException(value == null ? "len of nil pointer" : "len of type " + GoValue.typeName(value));
    }

    private static @Nullable Object index(Arguments arguments) {
        Object item = arguments.values().get(0);
        for (int i = 1; i < arguments.size(); i++) {
            Object key = arguments.values().get(i);
            if (item == null) {
                throw new ConversionException(i == 1 ? "index of untyped nil" : "index of nil pointer");
            }
            item = indexOnce(item, key);
        }
        return item;
    }

    private static @Nullable Object indexOnce(Object item, @Nullable Object key) {
        if (item instanceof LabelMap labels) {
            return labels.values().getOrDefault(mapKey(key), "");
        }
        if (item instanceof Map<?, ?> map) {
            return map.get(mapKey(key));
        }
        if (item instanceof List<?> list) {
            return list.get(position(key, list.size() - 1L));
        }
        if (item instanceof String text) {
            byte[] bytes = GoValue.utf8(text);
            return new Int64(bytes[position(key, bytes.length - 1L)] & 0xff);
        }
        throw new ConversionException("can't index item of type " + GoValue.typeName(item));
    }

    private static String mapKey(@Nullable Object key) {
        if (key instanceof String text) {
            return text;
        }
        throw new ConversionException(
                key == null
                        ? "value is nil; should be of type string"
                        : "value has type " + GoValue.typeName(key) + "; should be string");
    }

    private static int position(@Nullable Object key, long last) {
        if (!GoValue.isInteger(key)) {
            throw new ConversionException(
                    key == null
                            ? "cannot index slice/array with nil"
                            : "cannot index slice/array with type " + GoValue.typeName(key));
        }
        long position = MathFunctions.toLong(key);
        if (position < 0 || position > last) {
            throw new ConversionException("index out of range: " + position);
        }
        return (int) position;
    }

    private static Object slice(Arguments arguments) {
        Object item = arguments.values().get(0);
        if (item == null) {
            throw new ConversionException("slice of untyped nil");
        }
        if (arguments.size() > 4) {
            throw new ConversionException("too many slice indexes: " + (arguments.size() - 1));
        }
        if (!(item instanceof String) && !(item instanceof List)) {
            throw new ConversionException("can't slice item of type " + GoValue.typeName(item));
        }
        if (item instanceof String && arguments.size() == 4) {
            throw new ConversionException("cannot 3-index slice a string");
        }
        int size = (int) length(item);
        int from = arguments.size() > 1 ? position(arguments.values().get(1), size) : 0;
        int to = arguments.size() > 2 ? position(arguments.values().get(2), size) : size;
        if (from > to) {
            throw new ConversionException("invalid slice index: " + from + " > " + to);
        }
        return item instanceof String text
                ? GoValue.decode(GoValue.utf8(text), from, to)
                : new ArrayList<>(((List<?>) item).subList(from, to));
    }

    private static String printFormatted(Arguments arguments, boolean isLenient) {
        List<@Nullable Object> values = arguments.values().subList(1, arguments.size());
        return isLenient ? Printf.formatLeniently(arguments.text(0), values) : Printf.format(arguments.text(0), values);
    }

    /** Blanks only between operands of which neither is text. */
    private static String print(List<@Nullable Object> values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            boolean separates = i > 0 && !(values.get(i) instanceof String) && !(values.get(i - 1) instanceof String);
            text.append(separates ? " " : "").append(GoValue.print(values.get(i)));
        }
        return text.toString();
    }

    private static String printLine(List<@Nullable Object> values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            text.append(i > 0 ? " " : "").append(GoValue.print(values.get(i)));
        }
        return text.append('\n').toString();
    }

    private static String textOf(Arguments arguments) {
        List<@Nullable Object> shown = new ArrayList<>();
        arguments.values().forEach(value -> shown.add(value == null ? "<no value>" : value));
        return print(shown);
    }

    /** Text made safe for HTML, as Go does it. */
    private static String html(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case 0 -> escaped.append('\ufffd');
                case '"' -> escaped.append("&#34;");
                case '\'' -> escaped.append("&#39;");
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Text made safe for JavaScript, as Go does it. */
    private static String javaScript(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\'' -> escaped.append("\\'");
                case '"' -> escaped.append("\\\"");
                default -> {
                    boolean isPlain = c < 0x80 ? c >= ' ' && "<>&=".indexOf(c) < 0 : isPrintable(c);
                    if (isPlain) {
                        escaped.appendCodePoint(c);
                    } else {
                        appendCode(escaped, c);
                    }
                }
            }
        });
        return escaped.toString();
    }

    private static boolean isPrintable(int c) {
        return Character.isDefined(c) && !Character.isISOControl(c);
    }

    /** At least four digits; formatting would take seconds for a long text. */
    private static void appendCode(StringBuilder escaped, int c) {
        String code = Integer.toHexString(c).toUpperCase(Locale.ROOT);
        escaped.append("\\u").append("0".repeat(Math.max(0, 4 - code.length()))).append(code);
    }
}
