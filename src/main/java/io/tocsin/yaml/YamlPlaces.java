package io.tocsin.yaml;

import java.util.Arrays;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/** The text of a YAML file by code point: four bytes for each, so it is made when a place is asked for. */
final class YamlPlaces {

    private final int[] points;
    private final int[] lineStarts;

    YamlPlaces(String text) {
        points = codePoints(text);
        int[] starts = new int[points.length + 1];
        int lines = 1;
        for (int i = 0; i < points.length; i++) {
            if (points[i] == '\n') {
                starts[lines++] = i + 1;
            }
        }
        lineStarts = Arrays.copyOf(starts, lines);
    }

    /** As the text's own stream, which is slower for each of the thousands of texts of a large installation. */
    static int[] codePoints(String text) {
        int[] points = new int[text.codePointCount(0, text.length())];
        for (int i = 0, at = 0; i < points.length; i++) {
            points[i] = text.codePointAt(at);
            at += Character.charCount(points[i]);
        }
        return points;
    }

    TextPosition positionOf(int index) {
        int found = Arrays.binarySearch(lineStarts, Math.min(index, points.length));
        int line = found >= 0 ? found : -found - 2;
        return new TextPosition(line + 1, index - lineStarts[line] + 1);
    }

    /**
     * Walks through value and source side by side. Runs of white space around line breaks differ between the two in
     * every style but one, so the walk meets again at the next character that is not white space.
     */
    TextPosition[] places(int[] value, ScalarStyle style, int start) {
        TextPosition[] places = new TextPosition[value.length + 1];
        int source = contentStart(start, style);
        int i = 0;
        if (isBlock(style)) {
            while (i < value.length && isSpace(value[i])) {
                places[i++] = positionOf(source);
            }
        }
        while (i < value.length) {
            if (style == ScalarStyle.DOUBLE_QUOTED && isContinuation(source)) {
                source = afterSpace(points, source + 1);
            }
            if (isSpace(value[i]) && hasBreakAhead(source) || source < points.length && points[source] == '\n') {
                int valueEnd = afterSpace(value, i);
                int sourceEnd = afterSpace(points, source);
                for (; i < valueEnd; i++, source = Math.min(source + 1, sourceEnd)) {
                    places[i] = positionOf(source);
                }
                source = sourceEnd;
                continue;
            }
            places[i++] = positionOf(source);
            source += lengthAt(source, style);
        }
        places[value.length] = value.length == 0 ? positionOf(start) : after(places, value);
        return places;
    }

    private static TextPosition after(TextPosition[] places, int[] value) {
        TextPosition last = places[value.length - 1];
        return new TextPosition(last.line(), last.column() + 1);
    }

    private int contentStart(int nodeStart, ScalarStyle style) {
        int start = nodeStart;
        if (style == ScalarStyle.SINGLE_QUOTED || style == ScalarStyle.DOUBLE_QUOTED) {
            return start + 1;
        }
        if (!isBlock(style)) {
            return start;
        }
        while (start < points.length && points[start] != '\n') {
            start++;
        }
        return afterSpace(points, start);
    }

    private static boolean isBlock(ScalarStyle style) {
        return style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
    }

    /** A backslash at the end of a line, which stands for nothing. */
    private boolean isContinuation(int index) {
        return index < points.length && points[index] == '\\' && index + 1 < points.length && points[index + 1] == '\n';
    }

    private boolean hasBreakAhead(int index) {
        for (int i = index; i < points.length && isSpace(points[i]); i++) {
            if (points[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    private static int afterSpace(int[] text, int index) {
        int i = index;
        while (i < text.length && isSpace(text[i])) {
            i++;
        }
        return i;
    }

    private static boolean isSpace(int point) {
        return point == ' ' || point == '\t' || point == '\n' || point == '\r';
    }

    /** How many characters of the source make the one character of the value that is written here. */
    private int lengthAt(int index, ScalarStyle style) {
        if (index + 1 >= points.length) {
            return 1;
        }
        if (style == ScalarStyle.SINGLE_QUOTED) {
            return points[index] == '\'' && points[index + 1] == '\'' ? 2 : 1;
        }
        if (style != ScalarStyle.DOUBLE_QUOTED || points[index] != '\\') {
            return 1;
        }
        return switch (points[index + 1]) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }
}
