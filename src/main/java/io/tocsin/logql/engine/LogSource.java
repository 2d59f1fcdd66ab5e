package io.tocsin.logql.engine;

import io.tocsin.label.LabelMatcher;
import java.util.List;

/** Where queries find log entries: a store, or the log lines of a rule's unit test. */
public interface LogSource {

    /**
     * The streams whose labels satisfy every matcher and that may hold an entry in the half-open interval; a stream
     * without such an entry may be among them. Each label set comes once. The result is a snapshot of streams: entries
     * that arrive while the query runs may or may not be seen.
     */
    List<LogStream> select(List<LabelMatcher> matchers, long fromNanosInclusive, long toNanosExclusive);

    /** Before this time nobody could have sent an entry, so that none being there means nothing. */
    default long knownSinceNanos() {
        return Long.MIN_VALUE;
    }
}
