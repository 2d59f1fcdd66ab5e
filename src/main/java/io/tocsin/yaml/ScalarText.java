package io.tocsin.yaml;

import java.util.Arrays;

/**
 * A text value of a YAML file that remembers where each of its characters was written: a problem inside a query or a
 * template is shown where the author can find it, whatever YAML style the value has.
 */
public final class ScalarText {

    private final String value;
    private final int[] valuePoints;
    private final TextPosition[] places;

    ScalarText(String value, TextPosition[] places) {
        this.value = value;
        this.valuePoints = value.codePoints().toArray();
        this.places = Arrays.copyOf(places, places.length);
    }

    /** A text of which only the start is known. */
    static ScalarText allAt(TextPosition start, String value) {
        TextPosition[] places = new TextPosition[value.length() + 1];
        Arrays.fill(places, start);
        return new ScalarText(value, places);
    }

    public String value() {
        return value;
    }

    /** Where the value starts; for a block, its first character and not the {@code |} before it. */
    public TextPosition start() {
        return at(0);
    }

    /** The place in the file of a place in the value; places beyond its end are those of its end. */
    public TextPosition at(int line, int column) {
        int index = 0;
        for (int current = 1; current < line && index < valuePoints.length; index++) {
            current += valuePoints[index] == '\n' ? 1 : 0;
        }
        return at(index + column - 1);
    }

    private TextPosition at(int index) {
        int end = valuePoints.length;
        while (end > 0 && Character.isWhitespace(valuePoints[end - 1])) {
            end--;
        }
        return places[Math.max(0, Math.min(index, end))];
    }

    @Override
    public String toString() {
        return value;
    }
}
