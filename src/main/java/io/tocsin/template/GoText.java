package io.tocsin.template;

/** Go's quoted strings. */
final class GoText {

    private GoText() {}

    /** The offset after the closing quote of the string that starts here, or -1. */
    static int endOfQuoted(String text, int start) {
        char quote = text.charAt(start);
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                return i + 1;
            }
            if (quote == '"' && c == '\\') {
                i++;
            } else if (quote == '"' && c == '\n') {
                return -1;
            }
        }
        return -1;
    }

    static String unquoted(String quoted) {
        String inside = quoted.substring(1, quoted.length() - 1);
        if (quoted.charAt(0) == '`' || inside.indexOf('\\') < 0) {
            return inside;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (c == '\\' && i + 1 < inside.length()) {
                i++;
                text.append(escaped(inside.charAt(i)));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static String escaped(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case '"', '\\', '\'' -> String.valueOf(c);
            default -> "\\" + c;
        };
    }
}
