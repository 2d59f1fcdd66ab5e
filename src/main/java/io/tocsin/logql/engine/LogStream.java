package io.tocsin.logql.engine;

import io.tocsin.label.Labels;

/** The entries that share one label set. */
public interface LogStream {

    Labels labels();

    /**
     * The entries of the half-open interval in order of time; entries of one nanosecond in order of insertion. {@link
     * Direction#BACKWARD} is exactly the reverse. The cursor belongs to one thread.
     */
    EntryCursor entries(long fromNanosInclusive, long toNanosExclusive, Direction direction);
}
