package io.tocsin.datasource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A query for log lines of a window.
 *
 * @param fromExclusive the window's start; a line exactly here is outside, as in a metric range
 * @param toInclusive the window's end; a line exactly here is inside
 * @param limit the most lines to return
 * @param order which of them those are; the answer has them newest first in any case
 */
public record LogLinesQuery(String expression, Instant fromExclusive, Instant toInclusive, int limit, LineOrder order) {

    /** From which end of the window lines are taken. */
    public enum LineOrder {
        NEWEST_FIRST,
        OLDEST_FIRST
    }

    /** A query for the newest lines. */
    public LogLinesQuery(String expression, Instant fromExclusive, Instant toInclusive, int limit) {
        this(expression, fromExclusive, toInclusive, limit, LineOrder.NEWEST_FIRST);
    }

    /**
     * What of an answer the query asks for.
     *
     * @param answered each stream's lines in the order asked for; lines of one moment stay in that order
     */
    public List<LogLine> newestFirst(Stream<LogLine> answered) {
        Comparator<LogLine> byTime = Comparator.comparing(LogLine::timestamp);
        boolean isNewestFirst = order == LineOrder.NEWEST_FIRST;
        List<LogLine> lines = new ArrayList<>(answered.sorted(isNewestFirst ? byTime.reversed() : byTime)
                .limit(limit)
                .toList());
        if (!isNewestFirst) {
            Collections.reverse(lines);
        }
        return List.copyOf(lines);
    }
}
