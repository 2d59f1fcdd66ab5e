package io.tocsin.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** A place in a file, both numbers 1-based; the column counts characters (Unicode code points). */
public record TextPosition(int line, int column) implements Comparable<TextPosition> {

    public static final TextPosition START = new TextPosition(1, 1);

    /** Where the node starts. */
    public static TextPosition of(Node node) {
        return of(node.getStartMark());
    }

    static TextPosition of(Mark mark) {
        return new TextPosition(mark.getLine() + 1, mark.getColumn() + 1);
    }

    @Override
    public int compareTo(TextPosition other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }
}
