package io.tocsin.logql.syntax;

import io.tocsin.logql.ast.Position;

/** Reads a query code point by code point and counts lines and columns. */
final class CharacterReader {

    static final int END = -1;

    private static final int BYTE_ORDER_MARK = 0xfeff;

    private final String text;
    private int offset;
    private int line = 1;
    private int column = 1;

    CharacterReader(String text) {
        this.text = text;
        if (peek() == BYTE_ORDER_MARK) {
            next();
        }
    }

    /** The code point that {@link #next()} would return, or {@link #END}. */
    int peek() {
        return peek(0);
    }

    /** The code point that starts this many UTF-16 units ahead. */
    int peek(int unitsAhead) {
        int index = offset + unitsAhead;
        if (index >= text.length()) {
            return END;
        }
        char c = text.charAt(index);
        return Character.isHighSurrogate(c) ? text.codePointAt(index) : c;
    }

    int next() {
        int codePoint = peek();
        if (codePoint == END) {
            return END;
        }
        offset += Character.charCount(codePoint);
        if (codePoint == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
        return codePoint;
    }

    void skip(int codePoints) {
        for (int i = 0; i < codePoints; i++) {
            next();
        }
    }

    Position position() {
        return new Position(line, column, offset);
    }

    int offset() {
        return offset;
    }

    String textFrom(int start) {
        return text.substring(start, offset);
    }

    String text() {
        return text;
    }
}
