package io.tocsin.gotemplate;

/** A place in the source of a template, and the beginning of the token at hand. */
class TemplateCursor {

    final String input;
    int at;
    int start;
    int startLine = 1;
    private int line = 1;

    TemplateCursor(String input) {
        this.input = input;
    }

    boolean accept(String characters) {
        if (at < input.length() && characters.indexOf(input.charAt(at)) >= 0) {
            at++;
            return true;
        }
        return false;
    }

    void acceptAll(String characters) {
        while (accept(characters)) {
            // accept moves on
        }
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    static boolean isAlphanumeric(int c) {
        return c == '_' || Character.isLetter(c) || Character.isDigit(c);
    }

    void begin() {
        start = at;
        startLine = line;
    }

    void advance() {
        if (input.charAt(at) == '\n') {
            line++;
        }
        at += Character.charCount(input.codePointAt(at));
    }

    void advanceTo(int end) {
        while (at < end) {
            advance();
        }
    }

    void skipAlphanumeric() {
        while (at < input.length() && isAlphanumeric(input.codePointAt(at))) {
            advance();
        }
    }

    boolean atTerminator() {
        return at >= input.length()
                || isSpace(input.charAt(at))
                || ".,|:)(".indexOf(input.charAt(at)) >= 0
                || input.startsWith("}}", at);
    }

    boolean isTrimAfter(int from) {
        return from + 1 < input.length() && input.charAt(from) == '-' && isSpace(input.charAt(from + 1));
    }

    boolean isRightTrim() {
        return at + 1 < input.length() && isSpace(input.charAt(at)) && input.startsWith("-}}", at + 1);
    }
}
