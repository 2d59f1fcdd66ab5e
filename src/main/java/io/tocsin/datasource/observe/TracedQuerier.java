package io.tocsin.datasource.observe;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.WrappedQuerier;
import io.tocsin.tracing.Tracing;
import java.util.Locale;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** A span for each question, its repetitions included, that names who asks; the data source hears of it in a header. */
public final class TracedQuerier extends WrappedQuerier {

    private final DataSourceName name;
    private final Tracing tracing;

    public TracedQuerier(DataSourceName name, Querier delegate, Tracing tracing) {
        super(delegate);
        this.name = name;
        this.tracing = tracing;
    }

    @Override
    protected <T> Mono<QueryResult<T>> around(QueryKind kind, String text, Supplier<Mono<QueryResult<T>>> question) {
        return switch (kind) {
            case QUERY -> traced("query", text, question.get());
            case RANGE -> traced("query range", text, question.get());
            case LOGS -> traced("query logs", text, question.get());
            case LABELS -> traced("query labels", text, question.get());
            case CHECK -> question.get();
        };
    }

    private <T> Mono<QueryResult<T>> traced(String what, String question, Mono<QueryResult<T>> answer) {
        return tracing.asking(what, span -> {
            span.with("tocsin.datasource", name.value()).with("db.query.text", question);
            return Mono.deferContextual(context -> {
                QueryOrigin.in(context).ifPresent(origin -> span.with("tocsin.asker", origin.name()));
                return answer.doOnNext(result -> {
                    if (result instanceof Failure<?> failure) {
                        span.with("error.type", failure.reason().name().toLowerCase(Locale.ROOT))
                                .failed(failure.message());
                    }
                });
            });
        });
    }
}
