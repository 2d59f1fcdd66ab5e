package io.tocsin.evidence;

import io.tocsin.evidence.LineTokens.LineToken;
import java.util.ArrayList;
import java.util.List;

/** Puts lines of equal shape together, in one pass over the lines. */
final class LineFolding {

    /** Further shapes are not searched; a log of only different lines must not take quadratic time. */
    private static final int MAX_SHAPES_SEARCHED = 100;

    private final List<LineShape> shapes = new ArrayList<>();

    /** Lines come newest first; one in several rows is a shape of its own. */
    void add(Evidence.Line line) {
        List<LineToken> tokens = line.text().indexOf('\n') < 0
                ? LineTokens.of(line.text())
                : List.of(new LineToken(line.text(), line.text(), false));
        LineShape nearest = null;
        int shortest = Integer.MAX_VALUE;
        for (int i = 0; i < Math.min(shapes.size(), MAX_SHAPES_SEARCHED) && shortest > 0; i++) {
            int distance = shapes.get(i).distance(tokens);
            if (distance >= 0 && distance < shortest) {
                shortest = distance;
                nearest = shapes.get(i);
            }
        }
        if (nearest == null) {
            shapes.add(new LineShape(line, tokens));
        } else {
            nearest.add(tokens, line.count());
        }
    }

    /** In the order of each shape's newest line. */
    List<Evidence.Line> shapes() {
        return shapes.stream()
                .map(shape -> new Evidence.Line(shape.newest(), shape.text(), shape.count()))
                .toList();
    }
}
