package io.tocsin.gotemplate;

import java.util.Locale;

/** Text made safe for HTML and JavaScript, as Go's templates do it. */
final class Escaping {

    private Escaping() {}

    static String html(String text) {
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

    static String javaScript(String text) {
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
