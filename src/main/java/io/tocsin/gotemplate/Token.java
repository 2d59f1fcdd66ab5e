package io.tocsin.gotemplate;

import io.tocsin.text.go.Quoting;

/**
 * A piece of a template.
 *
 * @param position offset in characters
 * @param line from 1
 */
record Token(TokenKind kind, String text, int position, int line) {

    enum TokenKind {
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
        return kind == TokenKind.KEYWORD && text.equals(keyword);
    }

    /** As Go names it in an error. */
    String describe() {
        if (kind == TokenKind.EOF) {
            return "EOF";
        }
        if (kind == TokenKind.ERROR) {
            return text;
        }
        if (kind == TokenKind.KEYWORD || kind == TokenKind.DOT || kind == TokenKind.NIL) {
            return "<" + text + ">";
        }
        boolean isLong = GoValue.utf8(text).length > 10;
        return isLong ? Quoting.quote(text.substring(0, Math.min(10, text.length()))) + "..." : Quoting.quote(text);
    }
}
