package io.tocsin.gotemplate;

/** The flags, width and precision of one printf directive; -1 where none is given. */
final class FormatFlags {

    boolean minus;
    boolean plus;
    boolean sharp;
    boolean space;
    boolean zero;
    int width = -1;
    int precision = -1;

    /** True if the character is a flag, which is then set. */
    boolean take(char c) {
        switch (c) {
            case '-' -> {
                minus = true;
                zero = false;
            }
            case '+' -> plus = true;
            case '#' -> sharp = true;
            case ' ' -> space = true;
            case '0' -> zero = !minus;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Fills up to the width in characters; with blanks, or with zeros if asked for. */
    String pad(String text) {
        int missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        return minus ? text + " ".repeat(missing) : (zero ? "0" : " ").repeat(missing) + text;
    }

    /** As {@link #pad}, but a sign stays in front of filling zeros. */
    String padNumber(String text) {
        boolean hasSign = text.startsWith("-") || text.startsWith("+") || text.startsWith(" ");
        int missing = width - text.length();
        if (!zero || minus || !hasSign || missing <= 0) {
            return pad(text);
        }
        return text.charAt(0) + "0".repeat(missing) + text.substring(1);
    }

    String sign(boolean isNegative) {
        return isNegative ? "-" : plus ? "+" : space ? " " : "";
    }
}
