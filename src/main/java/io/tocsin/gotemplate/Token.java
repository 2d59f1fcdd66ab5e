package io.tocsin.gotemplate;

import io.tocsin.text.go.Quoting;

/**
 * A piece of a template.
 *
 * @param position offset in characters
 * @param line from 1
 */
record Token(Kind kind, String text, int position, int line) {

    enum Kind {
        ERROR,
        EOF,
        TEXT,
        LEFT_DELIMITER,
        RIGHT_DELIMITER,
        SPACE,
        ASSIGN,
        DECLARE,
        PIPE,
        LEFT_PAREN,
        RIGHT_PAREN,
        CHARACTER,
        CHARACTER_CONSTANT,
        NUMBER,
        STRING,
        RAW_STRING,
        BOOL,
        NIL,
        DOT,
        FIELD,
        VARIABLE,
        IDENTIFIER,
        KEYWORD
    }

    boolean isKeyword(String keyword) {
        return kind == Kind.KEYWORD && text.equals(keyword);
    }

    /** As Go names it in an error. */
    String describe() {
        if (kind == Kind.EOF) {
            return "EOF";
        }
        if (kind == Kind.ERROR) {
            return text;
        }
        if (kind == Kind.KEYWORD || kind == Kind.DOT || kind == Kind.NIL) {
            return "<" + text + ">";
        }
        boolean isLong = GoValue.utf8(text).length > 10;
        return isLong ? Quoting.quote(text.substring(0, Math.min(10, text.length()))) + "..." : Quoting.quote(text);
    }
}
