package io.tocsin.datasource.loki;

import java.time.Duration;
import java.util.Optional;

/** Moves every range of a metric expression into the past. */
interface OffsetRewriter {

    /** The expression with the offset added to each range; empty when it cannot be rewritten. */
    Optional<String> shift(String expression, Duration offset);
}
