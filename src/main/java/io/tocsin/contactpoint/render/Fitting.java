package io.tocsin.contactpoint.render;

import io.tocsin.text.FairShares;
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
 * the last alert on; then alerts become one line; then the last alerts are left out. No text is cut in the middle. What is
 * left then is shared among the log lines.
 */
public final class Fitting {

    private static final int MAX_SHOWN = 40;

    private static final int LEAST_ROOM = 400;

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

    /** What an alert's lines take at least; what is said of the rest included. */
    public static int leastRoom(EvidenceText lines, int around) {
        return lines.isEmpty() ? 0 : lines.wantsUpTo(LEAST_ROOM) + around;
    }

    /**
     * The room of each alert's lines, in order; 0 for those that show none. Shares what a message has left, after everything
     * else has its place; whoever shows lines at all has at least {@link #LEAST_ROOM} for them, or all that they need.
     *
     * @param left what the message has left besides {@link #leastRoom} of each
     */
    public static <T> List<Integer> roomForLines(
            List<T> alerts, List<DetailLevel> levels, Function<T, EvidenceText> lines, int left) {
        int[] further = new int[alerts.size()];
        int[] least = new int[alerts.size()];
        for (int i = 0; i < further.length; i++) {
            if (levels.get(i) == DetailLevel.FULL) {
                int wants = lines.apply(alerts.get(i)).wants();
                least[i] = Math.min(wants, LEAST_ROOM);
                further[i] = wants - least[i];
            }
        }
        int[] shares = FairShares.of(further, left);
        List<Integer> rooms = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            rooms.add(least[i] + shares[i]);
        }
        return rooms;
    }
}
