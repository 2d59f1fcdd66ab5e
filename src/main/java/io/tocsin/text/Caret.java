package io.tocsin.text;

/** Points at a place in a line of text. */
public final class Caret {

    private Caret() {}

    /**
     * What to print below the line: a caret under the column, behind blanks that are as wide as the text before it.
     *
     * @param column from 1, in code points; behind the end of the line it is taken for its end
     */
    public static String under(String line, int column) {
        int before = Math.min(Math.max(column - 1, 0), line.codePointCount(0, line.length()));
        return line.substring(0, line.offsetByCodePoints(0, before)).replaceAll("[^\t]", " ") + "^";
    }
}
