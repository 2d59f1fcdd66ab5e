package io.tocsin.contactpoint.render;

import io.tocsin.text.FairShares;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Shares what a message has left among the log lines of its alerts, after everything else has its place. Each alert that
 * shows lines at all has at least {@link #LEAST} for them, or all that they need.
 */
public final class LinesRoom {

    private static final int LEAST = 400;

    private LinesRoom() {}

    /** What an alert's lines take at least; what is said of the rest included. */
    public static int least(EvidenceText lines, int around) {
        return lines.isEmpty() ? 0 : lines.wantsUpTo(LEAST) + around;
    }

    /**
     * The room of each alert's lines, in order; 0 for those that show none.
     *
     * @param left what the message has left besides {@link #least} of each
     */
    public static <T> List<Integer> share(
            List<T> alerts, List<DetailLevel> levels, Function<T, EvidenceText> lines, int left) {
        int[] further = new int[alerts.size()];
        int[] least = new int[alerts.size()];
        for (int i = 0; i < further.length; i++) {
            if (levels.get(i) == DetailLevel.FULL) {
                int wants = lines.apply(alerts.get(i)).wants();
                least[i] = Math.min(wants, LEAST);
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
