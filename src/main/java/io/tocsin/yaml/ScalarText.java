package io.tocsin.yaml;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A text value of a YAML file that remembers where each of its characters was written: a problem inside a query or a
 * template is shown where the author can find it, whatever YAML style the value has.
 */
public final class ScalarText {

    private final String value;
    private final Supplier<TextPosition[]> search;
    /** One for each character, and one for the end; looked for once. */
    private volatile TextPosition @Nullable [] places;

    /** @param search finds the place of each character, and of the end */
    ScalarText(String value, Supplier<TextPosition[]> search) {
        this.value = value;
        this.search = search;
    }

    /** A text of which only the start is known. */
    static ScalarText allAt(TextPosition start, String value) {
        return new ScalarText(value, () -> {
            TextPosition[] places = new TextPosition[value.length() + 1];
            Arrays.fill(places, start);
            return places;
        });
    }

    public String value() {
        return value;
    }

    /** Where the value starts; for a block, its first character and not the {@code |} before it. */
    public TextPosition start() {
        return at(YamlPlaces.codePoints(value), 0);
    }

    /** The place in the file of a place in the value; places beyond its end are those of its end. */
    public TextPosition at(int line, int column) {
        int[] valuePoints = YamlPlaces.codePoints(value);
        int index = 0;
        for (int current = 1; current < line && index < valuePoints.length; index++) {
            current += valuePoints[index] == '\n' ? 1 : 0;
        }
        return at(valuePoints, index + column - 1);
    }

    private TextPosition at(int[] valuePoints, int index) {
        TextPosition[] found = places;
        if (found == null) {
            found = search.get();
            places = found;
        }
        int end = valuePoints.length;
        while (end > 0 && Character.isWhitespace(valuePoints[end - 1])) {
            end--;
        }
        return found[Math.max(0, Math.min(index, end))];
    }

    @Override
    public String toString() {
        return value;
    }
}
