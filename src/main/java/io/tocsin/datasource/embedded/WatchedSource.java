package io.tocsin.datasource.embedded;

import io.tocsin.datasource.StepAlignment;
import io.tocsin.label.LabelMatcher;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogStream;
import java.time.Instant;
import java.util.List;

/**
 * A store as rules see it: they know when it began, so that nothing counts as absent before.
 *
 * @param since before this time nobody sent anything there
 */
public record WatchedSource(LogSource store, Instant since) implements LogSource {

    @Override
    public List<LogStream> select(List<LabelMatcher> matchers, long fromNanosInclusive, long toNanosExclusive) {
        return store.select(matchers, fromNanosInclusive, toNanosExclusive);
    }

    @Override
    public long knownSinceNanos() {
        return StepAlignment.nanos(since);
    }
}
