package io.tocsin.api.loki;

import io.tocsin.logql.ast.GoText;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logstore.LogStore;
import java.time.Duration;
import java.util.function.Function;

/** {@code query} and {@code query_range}. */
final class QueryEndpoints {

    private static final int MAX_ENTRIES = 5000;
    private static final Duration MAX_LENGTH = Duration.ofHours(30 * 24 + 1);

    private final LogStore store;
    private final Selectors selectors;
    private final LogqlQueries queries;

    QueryEndpoints(LogStore store, Selectors selectors, LogqlQueries queries) {
        this.store = store;
        this.selectors = selectors;
        this.queries = queries;
    }

    JsonBody instant(Endpoint.Call call) {
        LokiParameters parameters = call.parameters();
        parameters.limit();
        long time = parameters.timeNanos();
        parameters.direction();
        LogqlExpr expr = selectors.parse(parameters.query());
        if (!(expr instanceof MetricExpr metric)) {
            throw LokiException.badRequest("log queries are not supported as an instant query type, please change"
                    + " your query to a range query type");
        }
        return measured(false, source -> queries.instant(metric, time, source));
    }

    JsonBody range(Endpoint.Call call) {
        LokiParameters parameters = call.parameters();
        LokiParameters.Bounds bounds = parameters.orderedBounds();
        int limit = parameters.limit();
        Direction direction = parameters.direction();
        long step = parameters.stepNanos(bounds);
        long interval = parameters.intervalNanos();
        LogqlExpr expr = selectors.parse(parameters.query());
        checkLength(bounds);
        if (expr instanceof MetricExpr metric) {
            return measured(false, source -> queries.range(metric, bounds, step, source));
        }
        if (limit > MAX_ENTRIES) {
            throw LokiException.badRequest("max entries limit per query exceeded, limit > max_entries_limit_per_query ("
                    + limit + " > " + MAX_ENTRIES + ")");
        }
        boolean categorized = call.header("X-Loki-Response-Encoding-Flags").contains(QueryJson.CATEGORIZE_LABELS);
        LogqlQueries.LineRequest request =
                new LogqlQueries.LineRequest(bounds, limit, direction, interval, categorized);
        return measured(categorized, source -> queries.lines((LogSelectorExpr) expr, request, source));
    }

    private static void checkLength(LokiParameters.Bounds bounds) {
        if (bounds.lengthNanos() > MAX_LENGTH.toNanos()) {
            throw LokiException.badRequest("the query time range exceeds the limit (query length: "
                    + GoText.duration(Duration.ofNanos(bounds.lengthNanos())) + ", limit: "
                    + GoText.rangeDuration(MAX_LENGTH) + ")");
        }
    }

    private JsonBody measured(boolean categorized, Function<InterruptibleSource, QueryAnswer> query) {
        InterruptibleSource source = new InterruptibleSource(store);
        long started = System.nanoTime();
        QueryAnswer answer = query.apply(source);
        QueryStats stats = new QueryStats(
                source.count().lines(), source.count().bytes(), answer.entryCount(), System.nanoTime() - started);
        return QueryJson.success(answer, stats, categorized);
    }
}
