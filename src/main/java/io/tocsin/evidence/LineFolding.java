package io.tocsin.evidence;

import io.tocsin.evidence.LineTokens.LineToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Puts lines of equal shape together, in one pass over the lines. */
final class LineFolding {

    /** Further shapes are not searched; a log of only different lines must not take quadratic time. */
    private static final int MAX_SHAPES_SEARCHED = 100;

    private final List<LineShape> shapes = new ArrayList<>();

    /** Lines come newest first. */
    void add(Instant at, String text) {
        List<LineToken> tokens = LineTokens.of(text);
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
            shapes.add(new LineShape(at, tokens));
        } else {
            nearest.add(tokens);
        }
    }

    /** In the order of each shape's newest line. */
    List<LineShape> shapes() {
        return List.copyOf(shapes);
    }
}
