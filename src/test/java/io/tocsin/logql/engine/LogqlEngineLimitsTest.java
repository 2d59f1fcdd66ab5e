package io.tocsin.logql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tocsin.label.Labels;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.ast.LogqlExpr;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** No query can take the process down: each limit ends it with an error that names it. */
class LogqlEngineLimitsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Instant NOW = Instant.EPOCH;

    private final LogqlEngine engine = new LogqlEngine();

    private static LogqlExpr parse(String query) {
        return new LogqlParser().parse(query);
    }

    private static MemoryLogSource numbered(int entries) {
        MemoryLogSource source = new MemoryLogSource();
        for (int i = 0; i < entries; i++) {
            source.add(Labels.of("job", "x"), i * SECOND, "n=" + i + " v=" + i);
        }
        return source;
    }

    private static QueryContext limited(int series, long memoryBytes) {
        return QueryContext.of(
                new QueryLimits(series, 5000, Duration.ofDays(30), 11_000, Duration.ZERO, memoryBytes), NOW);
    }

    private static QueryContext unlimited() {
        return QueryContext.of(QueryLimits.DEFAULT, NOW);
    }

    @Test
    void refusesTooManySeries() {
        QueryException failure = catchThrowableOfType(
                QueryException.class,
                () -> engine.instant(
                        parse("count_over_time({job=\"x\"} | logfmt [1m])"),
                        numbered(10),
                        30 * SECOND,
                        limited(9, 1 << 20)));

        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure).hasMessageStartingWith("maximum number of series (9) reached for a single query");
    }

    @Test
    void refusesTooMuchMemory() {
        String query = "sum(max_over_time({job=\"x\"} | logfmt | unwrap v [1m]))";

        assertThatThrownBy(() -> engine.instant(parse(query), numbered(20), 30 * SECOND, limited(500, 1000)))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("needs more than 1000 bytes of memory");
    }

    @Test
    void boundsTheMemoryOfLines() {
        LogQuery query = new LogQuery(0, 1000 * SECOND, 5000, Direction.FORWARD, 0);
        LogqlExpr expr = parse("{job=\"x\"} | line_format `{{repeat 100000 \"x\"}}`");

        assertThatThrownBy(() -> engine.logs(expr, numbered(100), query, limited(500, 1 << 20)))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("bytes of memory");
    }

    @Test
    void refusesMoreEntriesThanAllowed() {
        LogQuery query = new LogQuery(0, SECOND, 5001, Direction.FORWARD, 0);

        assertThatThrownBy(() -> engine.logs(parse("{job=\"x\"}"), numbered(1), query, unlimited()))
                .hasMessage("max entries limit per query exceeded, limit > max_entries_limit_per_query (5001 > 5000)");
    }

    @Test
    void refusesTooManyPointsAndTooLongRanges() {
        LogqlExpr expr = parse("vector(1)");

        assertThatThrownBy(() -> engine.range(expr, numbered(1), 0, 7200 * SECOND, SECOND / 10, unlimited()))
                .hasMessage(
                        "exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the "
                                + "step parameter");
        assertThatThrownBy(() -> engine.range(expr, numbered(1), 0, 4_000_000 * SECOND, 1000 * SECOND, unlimited()))
                .hasMessage("the query time range exceeds the limit (query length: 1111h6m40s, limit: 30d1h)");
        assertThatThrownBy(() -> engine.range(expr, numbered(1), SECOND, 0, SECOND, unlimited()))
                .hasMessage("end timestamp must not be before or equal to start time");
    }

    @Test
    void stopsWhenCancelled() {
        AtomicInteger asked = new AtomicInteger();
        QueryContext context = new QueryContext(QueryLimits.DEFAULT, NOW, () -> asked.incrementAndGet() > 2);
        MemoryLogSource source = numbered(3000);

        QueryException failure = catchThrowableOfType(
                QueryException.class,
                () -> engine.instant(parse("sum(rate({job=\"x\"}[1h]))"), source, 3000 * SECOND, context));

        assertThat(failure.status()).isEqualTo(504);
        assertThat(failure).hasMessageStartingWith("request timed out");
        assertThat(asked).hasValue(3);
    }

    @Test
    void survivesRangesAndOffsetsAtTheEdgeOfTime() {
        LogqlExpr expr = parse("sum(count_over_time({job=\"x\"}[290y] offset -2000000h))");

        EngineResult result = engine.instant(expr, numbered(3), 30 * SECOND, unlimited());

        assertThat(result).isInstanceOf(EngineResult.Vector.class);
    }

    @Test
    void survivesDeepJson() {
        MemoryLogSource source = new MemoryLogSource();
        source.add(Labels.of("job", "x"), SECOND, "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000));

        LogQuery query = new LogQuery(0, 2 * SECOND, 10, Direction.FORWARD, 0);
        EngineResult result = engine.logs(parse("{job=\"x\"} | json | line_format `x`"), source, query, unlimited());

        assertThat(((EngineResult.Streams) result).streams().get(0).labels().get("__error__"))
                .isEqualTo("JSONParserErr");
    }

    @Test
    void countsWhatItReads() {
        EngineResult result =
                engine.instant(parse("sum(rate({job=\"x\"}[10s]))"), numbered(100), 50 * SECOND, unlimited());

        assertThat(result.statistics()).isEqualTo(new EngineStatistics(10, 10 * "n=50 v=50".length(), 1));
    }
}
