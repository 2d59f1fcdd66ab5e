package io.tocsin.gotemplate;

import io.tocsin.gotemplate.TemplateFunction.Arguments;
import io.tocsin.gotemplate.TemplateFunction.FunctionType;
import io.tocsin.regex.GoRegex;
import io.tocsin.text.TextBudget;
import io.tocsin.text.go.ConversionException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions on text. Lengths and positions of trunc and substr are in bytes, those of the align functions in characters. */
final class StringFunctions {

    private StringFunctions() {}

    static void register(FunctionTable table) {
        table.addVariadic("default", "a", FunctionType.ANY, (a, c) -> orDefault(a));
        table.add("ToLower", "s", (a, c) -> lower(a.text(0)));
        table.add("lower", "s", (a, c) -> lower(a.text(0)));
        table.add("ToUpper", "s", (a, c) -> upper(a.text(0)));
        table.add("upper", "s", (a, c) -> upper(a.text(0)));
        table.add("title", "s", (a, c) -> title(a.text(0)));
        table.add("Replace", "sssi", (a, c) -> replace(a.text(0), a.text(1), a.text(2), a.integer(3)));
        table.add("replace", "sss", (a, c) -> replace(a.text(2), a.text(0), a.text(1), -1));
        table.add("trunc", "is", (a, c) -> truncate(a.integer(0), a.text(1)));
        table.add("substr", "iis", (a, c) -> substring(a.integer(0), a.integer(1), a.text(2)));
        table.add("contains", "ss", (a, c) -> a.text(1).contains(a.text(0)));
        table.add("hasPrefix", "ss", (a, c) -> a.text(1).startsWith(a.text(0)));
        table.add("hasSuffix", "ss", (a, c) -> a.text(1).endsWith(a.text(0)));
        table.add("indent", "is", (a, c) -> indent(a.integer(0), a.text(1)));
        table.add("nindent", "is", (a, c) -> "\n" + indent(a.integer(0), a.text(1)));
        table.add("repeat", "is", (a, c) -> repeat(a.text(1), a.integer(0)));
        table.add("alignLeft", "is", (a, c) -> align(a.integer(0), a.text(1), true));
        table.add("alignRight", "is", (a, c) -> align(a.integer(0), a.text(1), false));
        registerTrims(table);
        registerRegexes(table);
    }

    private static @Nullable Object orDefault(Arguments arguments) {
        Object given = arguments.size() > 1 ? arguments.values().get(1) : null;
        // Sprig never takes a struct such as a time for empty.
        return GoValue.isTrue(given) ? given : arguments.values().get(0);
    }

    private static void registerTrims(FunctionTable table) {
        table.add("Trim", "ss", (a, c) -> trim(a.text(0), a.text(1), true, true));
        table.add("TrimLeft", "ss", (a, c) -> trim(a.text(0), a.text(1), true, false));
        table.add("TrimRight", "ss", (a, c) -> trim(a.text(0), a.text(1), false, true));
        table.add("TrimPrefix", "ss", (a, c) -> trimPrefix(a.text(0), a.text(1)));
        table.add("TrimSuffix", "ss", (a, c) -> trimSuffix(a.text(0), a.text(1)));
        table.add("TrimSpace", "s", (a, c) -> trimSpace(a.text(0)));
        table.add("trim", "s", (a, c) -> trimSpace(a.text(0)));
        table.add("trimAll", "ss", (a, c) -> trim(a.text(1), a.text(0), true, true));
        table.add("trimPrefix", "ss", (a, c) -> trimPrefix(a.text(1), a.text(0)));
        table.add("trimSuffix", "ss", (a, c) -> trimSuffix(a.text(1), a.text(0)));
    }

    private static void registerRegexes(FunctionTable table) {
        table.add(
                "regexReplaceAll",
                "sss",
                (a, c) -> GoRegex.compile(a.text(0)).replaceAll(a.text(1), a.text(2), TextBudget.LONGEST_TEXT));
        table.add(
                "regexReplaceAllLiteral",
                "sss",
                (a, c) -> GoRegex.compile(a.text(0)).replaceAllLiteral(a.text(1), a.text(2), TextBudget.LONGEST_TEXT));
        table.add("count", "ss", (a, c) -> GoRegex.compile(a.text(0)).count(a.text(1)));
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static String upper(String text) {
        StringBuilder upper = new StringBuilder(text.length());
        text.codePoints().forEach(c -> upper.appendCodePoint(Character.toUpperCase(c)));
        return upper.toString();
    }

    static String title(String text) {
        StringBuilder title = new StringBuilder(text.length());
        int previous = ' ';
        for (int c : text.codePoints().toArray()) {
            title.appendCodePoint(isSeparator(previous) ? Character.toTitleCase(c) : c);
            previous = c;
        }
        return title.toString();
    }

    private static boolean isSeparator(int c) {
        if (Character.isLetterOrDigit(c) || c == '_') {
            return false;
        }
        return c < 0x80 || Character.isSpaceChar(c);
    }

    private static String replace(String text, String old, String replacement, long most) {
        if (most == 0 || old.equals(replacement)) {
            return text;
        }
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        long left = most < 0 ? Long.MAX_VALUE : most;
        int found = text.indexOf(old);
        while (found >= 0 && left-- > 0) {
            replaced.append(text, from, found).append(replacement);
            from = found + old.length();
            if (old.isEmpty()) {
                if (found >= text.length()) {
                    break;
                }
                int width = Character.charCount(text.codePointAt(found));
                replaced.append(text, found, found + width);
                from = found + width;
            }
            bounded(replaced.length());
            found = text.indexOf(old, from);
        }
        return replaced.append(text, from, text.length()).toString();
    }

    private static void bounded(int length) {
        if (length > TextBudget.LONGEST_TEXT) {
            throw new ConversionException("result is too long");
        }
    }

    private static String truncate(long count, String text) {
        byte[] bytes = GoValue.utf8(text);
        if (count < 0 && bytes.length + count > 0) {
            return GoValue.decode(bytes, (int) (bytes.length + count), bytes.length);
        }
        return count >= 0 && bytes.length > count ? GoValue.decode(bytes, 0, (int) count) : text;
    }

    private static String substring(long start, long end, String text) {
        byte[] bytes = GoValue.utf8(text);
        if (start < 0) {
            return slice(bytes, 0, end, "[:" + end + "]");
        }
        if (end < 0 || end > bytes.length) {
            if (start > bytes.length) {
                throw new ConversionException(
                        "runtime error: slice bounds out of range [" + start + ":" + bytes.length + "]");
            }
            return GoValue.decode(bytes, (int) start, bytes.length);
        }
        return slice(bytes, start, end, "[" + start + ":" + end + "]");
    }

    private static String slice(byte[] bytes, long start, long end, String range) {
        if (end > bytes.length) {
            throw new ConversionException(
                    "runtime error: slice bounds out of range [:" + end + "] with length " + bytes.length);
        }
        if (end < 0 || start > end) {
            throw new ConversionException("runtime error: slice bounds out of range " + range);
        }
        return GoValue.decode(bytes, (int) start, (int) end);
    }

    static String repeat(String text, long count) {
        if (count < 0) {
            throw new ConversionException("strings: negative Repeat count");
        }
        if (count * (double) text.length() > TextBudget.LONGEST_TEXT) {
            throw new ConversionException("strings: Repeat output length overflow");
        }
        return text.isEmpty() ? "" : text.repeat((int) count);
    }

    private static String indent(long spaces, String text) {
        String pad = repeat(" ", spaces);
        long lines = text.chars().filter(c -> c == '\n').count() + 1;
        bounded((int) Math.min(Integer.MAX_VALUE, lines * pad.length()));
        return pad + text.replace("\n", "\n" + pad);
    }

    private static String align(long count, String text, boolean left) {
        int length = text.codePointCount(0, text.length());
        if (count < 0 || count == length) {
            return text;
        }
        if (count > length) {
            String pad = repeat(" ", count - length);
            return left ? text + pad : pad + text;
        }
        return left
                ? text.substring(0, text.offsetByCodePoints(0, (int) count))
                : text.substring(text.offsetByCodePoints(0, length - (int) count));
    }

    private static String trim(String text, String cutset, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && cutset.indexOf(text.codePointAt(from)) >= 0) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (right && to > from && cutset.indexOf(text.codePointBefore(to)) >= 0) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    static String trimSpace(String text) {
        return trim(
                text,
                " \t\n\u000b\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
                        + "\u2009\u200a\u2028\u2029\u202f\u205f\u3000",
                true,
                true);
    }

    private static String trimPrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String trimSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }
}
