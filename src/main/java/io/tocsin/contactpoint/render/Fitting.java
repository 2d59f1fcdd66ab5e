package io.tocsin.contactpoint.render;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Decides how much of each alert a message shows, so that the whole stays within its budget: log lines go first, from
 * the last alert on; then alerts become one line; then the last alerts are left out. No text is cut in the middle.
 */
public final class Fitting {

    private static final int MAX_SHOWN = 40;

    private Fitting() {}

    /**
     * @param codePoints text in code points, as the service counts it
     * @param parts blocks or embeds
     * @param compactCodePoints the share of the text that compact alerts have together
     */
    public record Size(int codePoints, int parts, int compactCodePoints) {

        Size plus(Size other) {
            return new Size(
                    codePoints + other.codePoints, parts + other.parts, compactCodePoints + other.compactCodePoints);
        }

        boolean fitsIn(Size budget) {
            return codePoints <= budget.codePoints
                    && parts <= budget.parts
                    && compactCodePoints <= budget.compactCodePoints;
        }
    }

    /** The level of each alert, in order. */
    public static <T> List<DetailLevel> fit(List<T> alerts, Size budget, BiFunction<T, DetailLevel, Size> size) {
        Map<DetailLevel, Map<Integer, Size>> known = new EnumMap<>(DetailLevel.class);
        IntFunction<Function<DetailLevel, Size>> sizes =
                index -> level -> known.computeIfAbsent(level, any -> new HashMap<>())
                        .computeIfAbsent(index, any -> size.apply(alerts.get(index), level));
        List<DetailLevel> levels = new ArrayList<>(Collections.nCopies(alerts.size(), DetailLevel.FULL));
        for (int i = MAX_SHOWN; i < levels.size(); i++) {
            levels.set(i, DetailLevel.OMITTED);
        }
        for (DetailLevel next : List.of(DetailLevel.WITHOUT_EVIDENCE, DetailLevel.COMPACT, DetailLevel.OMITTED)) {
            for (int i = Math.min(levels.size(), MAX_SHOWN) - 1; i >= 0; i--) {
                if (total(levels, sizes).fitsIn(budget)) {
                    return levels;
                }
                levels.set(i, next);
            }
        }
        return levels;
    }

    /** What the alerts need at these levels. */
    public static <T> Size total(List<T> alerts, List<DetailLevel> levels, BiFunction<T, DetailLevel, Size> size) {
        return total(levels, index -> level -> size.apply(alerts.get(index), level));
    }

    private static Size total(List<DetailLevel> levels, IntFunction<Function<DetailLevel, Size>> sizes) {
        Size total = new Size(0, 0, 0);
        for (int i = 0; i < levels.size(); i++) {
            if (levels.get(i) != DetailLevel.OMITTED) {
                total = total.plus(sizes.apply(i).apply(levels.get(i)));
            }
        }
        return total;
    }
}
