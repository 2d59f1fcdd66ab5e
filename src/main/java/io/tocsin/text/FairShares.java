package io.tocsin.text;

import java.util.stream.IntStream;

/** Shares a room so that nobody gets more than he wants, and whoever gets less than that gets as much as the others. */
public final class FairShares {

    private FairShares() {}

    /**
     * The share of each.
     *
     * @param wants not negative
     * @param room what is there altogether; below 0 it is nothing
     */
    public static int[] of(int[] wants, int room) {
        int[] shares = new int[wants.length];
        int[] bySize = IntStream.range(0, wants.length)
                .boxed()
                .sorted(java.util.Comparator.comparingInt(i -> wants[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int left = Math.max(room, 0);
        for (int i = 0; i < bySize.length; i++) {
            int share = Math.min(wants[bySize[i]], left / (bySize.length - i));
            shares[bySize[i]] = share;
            left -= share;
        }
        return shares;
    }
}
