package io.tocsin.api.loki;

import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EngineResult;
import io.tocsin.logql.engine.LogQuery;
import io.tocsin.logstore.LogStore;
import io.tocsin.text.go.GoDurations;
import io.tocsin.text.go.PrometheusDuration;
import java.time.Duration;
import java.util.function.Supplier;

/** {@code query} and {@code query_range}. */
final class QueryEndpoints {

    private static final int MAX_ENTRIES = 5000;
    private static final Duration MAX_LENGTH = Duration.ofHours(30 * 24 + 1);

    private final LogStore store;
    private final Selectors selectors;
    private final EngineQueries queries;

    QueryEndpoints(LogStore store, Selectors selectors, EngineQueries queries) {
        this.store = store;
        this.selectors = selectors;
        this.queries = queries;
    }

    JsonBody instant(Endpoint.EndpointCall call) {
        LokiParameters parameters = call.parameters();
        parameters.limit();
        long time = parameters.timeNanos();
        parameters.direction();
        LogqlExpr expr = selectors.parse(parameters.query());
        if (!(expr instanceof MetricExpr metric)) {
            throw LokiException.badRequest("log queries are not supported as an instant query type, please change"
                    + " your query to a range query type");
        }
        return measured(() -> queries.instant(metric, time, store, call.memory()));
    }

    JsonBody range(Endpoint.EndpointCall call) {
        LokiParameters parameters = call.parameters();
        LokiParameters.Bounds bounds = parameters.orderedBounds();
        int limit = parameters.limit();
        Direction direction = parameters.direction();
        long step = parameters.stepNanos(bounds);
        long interval = parameters.intervalNanos();
        LogqlExpr expr = selectors.parse(parameters.query());
        checkLength(bounds);
        if (expr instanceof MetricExpr metric) {
            return measured(() -> queries.range(metric, bounds, step, store, call.memory()));
        }
        checkEntries(limit);
        boolean categorized = call.header("X-Loki-Response-Encoding-Flags").contains(QueryJson.CATEGORIZE_LABELS);
        LogSelectorExpr selector = (LogSelectorExpr) expr;
        LogQuery query = new LogQuery(bounds.startNanos(), bounds.endNanos(), limit, direction, interval);
        return categorized
                ? categorized(selector, query, call)
                : measured(() -> queries.lines(selector, query, store, call.memory()));
    }

    /** The newest {@code line_limit} lines of a log query. */
    CategorizedLines sample(Endpoint.EndpointCall call) {
        LokiParameters.Bounds bounds = call.parameters().orderedBounds();
        int limit = call.parameters().positive("line_limit", LokiParameters.DEFAULT_LIMIT);
        LogSelectorExpr selector = selectors.logSelector(call.parameters().query());
        checkEntries(limit);
        OriginSource source = new OriginSource(store);
        LogQuery newest = new LogQuery(bounds.startNanos(), bounds.endNanos(), limit, Direction.BACKWARD, 0);
        return CategorizedLines.of(queries.lines(selector, newest, source, call.memory()), source, Direction.BACKWARD);
    }

    private static void checkEntries(int limit) {
        if (limit > MAX_ENTRIES) {
            throw LokiException.badRequest("max entries limit per query exceeded, limit > max_entries_limit_per_query ("
                    + limit + " > " + MAX_ENTRIES + ")");
        }
    }

    private static void checkLength(LokiParameters.Bounds bounds) {
        if (bounds.lengthNanos() > MAX_LENGTH.toNanos()) {
            throw LokiException.badRequest("the query time range exceeds the limit (query length: "
                    + GoDurations.format(bounds.lengthNanos()) + ", limit: "
                    + PrometheusDuration.format(MAX_LENGTH) + ")");
        }
    }

    private JsonBody measured(Supplier<EngineResult> query) {
        long started = System.nanoTime();
        EngineResult result = query.get();
        return QueryJson.success(result, QueryStats.of(result, System.nanoTime() - started));
    }

    private JsonBody categorized(LogSelectorExpr selector, LogQuery query, Endpoint.EndpointCall call) {
        long started = System.nanoTime();
        OriginSource source = new OriginSource(store);
        EngineResult.Streams result = queries.lines(selector, query, source, call.memory());
        CategorizedLines lines = CategorizedLines.of(result, source, query.direction());
        return QueryJson.success(lines, QueryStats.of(result, System.nanoTime() - started));
    }
}
