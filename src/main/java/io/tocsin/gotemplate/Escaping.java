package io.tocsin.gotemplate;

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
                case '<', '>', '&', '=' -> escaped.append(String.format("\\u%04X", c));
                default -> {
                    if (c < ' ') {
                        escaped.append(String.format("\\u%04X", c));
                    } else if (c < 0x80 || Character.isDefined(c) && !Character.isISOControl(c)) {
                        escaped.appendCodePoint(c);
                    } else {
                        escaped.append(String.format("\\u%04X", c));
                    }
                }
            }
        });
        return escaped.toString();
    }
}
