package io.tocsin.logstore.segment;

/**
 * What a start found in the segments.
 *
 * @param tornBytes bytes of a last record that a crash cut short: never acknowledged, and cut off now
 * @param damagedBytes bytes that a checksum refused between good records, or that could not be read: lost
 * @param damagedRegions how many stretches those bytes form
 */
public record ReplayReport(int segments, long entries, long tornBytes, long damagedBytes, int damagedRegions) {

    public static final ReplayReport EMPTY = new ReplayReport(0, 0, 0, 0, 0);

    ReplayReport plus(ReplayReport other) {
        return new ReplayReport(
                segments + other.segments,
                entries + other.entries,
                tornBytes + other.tornBytes,
                damagedBytes + other.damagedBytes,
                damagedRegions + other.damagedRegions);
    }
}
