package io.tocsin.api.loki;

import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.text.go.GoIntegers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request to tail.
 *
 * @param selector null for a metric query, which is refused only after the upgrade
 * @param bounds from the start that the client asked for to beyond the present
 * @param delay how long lines are held back so that late ones can come in order
 */
record TailRequest(
        @Nullable LogSelectorExpr selector,
        LokiParameters.Bounds bounds,
        int limit,
        Duration delay,
        boolean categorized) {

    private static final int MAX_DELAY_SECONDS = 5;

    /** @throws LokiException for what Loki refuses before the upgrade */
    static TailRequest of(LokiParameters parameters, Selectors selectors, boolean categorized) {
        LogqlExpr expr = selectors.parse(parameters.query());
        int limit = parameters.limit();
        LokiParameters.Bounds bounds = parameters.sinceStart();
        long delay = parameters.text("delay_for").isEmpty()
                ? 0
                : LokiException.reading(() -> GoIntegers.parse(parameters.text("delay_for"), "Atoi"));
        if (delay < 0) {
            throw LokiException.badRequest("delay_for value " + delay + " is out of range [0, 4294967295]");
        }
        if (delay > MAX_DELAY_SECONDS) {
            throw LokiException.badRequest("delay_for can't be greater than " + MAX_DELAY_SECONDS);
        }
        LogSelectorExpr selector = expr instanceof LogSelectorExpr log ? log : null;
        return new TailRequest(selector, bounds, limit, Duration.ofSeconds(delay), categorized);
    }

    LogSelectorExpr expr() {
        if (selector == null) {
            throw LokiException.badRequest("only log selector is supported");
        }
        return selector;
    }
}
