package io.tocsin.datasource;

import java.util.Optional;
import java.util.function.Function;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Who asks, for example a rule group. It travels in the Reactor context, so that a data source can show it in its own
 * logs: {@code querier.query(…).contextWrite(new QueryOrigin("rules.yml:ocr").asContext())}.
 */
public record QueryOrigin(String name) {

    public Function<Context, Context> asContext() {
        return context -> context.put(QueryOrigin.class, this);
    }

    public static Optional<QueryOrigin> in(ContextView context) {
        return context.getOrEmpty(QueryOrigin.class);
    }
}
