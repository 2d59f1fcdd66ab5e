package io.tocsin.rule;

/** A place in a file, both numbers 1-based; the column counts characters (Unicode code points). */
public record TextPosition(int line, int column) implements Comparable<TextPosition> {

    @Override
    public int compareTo(TextPosition other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }
}
