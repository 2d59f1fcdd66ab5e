package io.tocsin.logql.ast;

/**
 * Where a node starts in the query text. A position says nothing about the meaning of a node, so all positions are
 * equal: two trees are equal exactly when they mean the same, wherever and however they were written.
 *
 * @param line from 1
 * @param column from 1, in Unicode code points
 * @param offset from 0, in UTF-16 code units of the text
 */
public record Position(int line, int column, int offset) {

    /** The position of nodes that were made by a program, not read from a text. */
    public static final Position SYNTHETIC = new Position(0, 0, -1);

    @Override
    public boolean equals(Object other) {
        return other instanceof Position;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
