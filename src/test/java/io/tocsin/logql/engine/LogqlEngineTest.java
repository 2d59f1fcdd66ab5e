package io.tocsin.logql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.label.Labels;
import io.tocsin.logql.LogqlParser;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogqlEngineTest {

    private static final long SECOND = 1_000_000_000L;

    private final LogqlEngine engine = new LogqlEngine();
    private final LogqlParser parser = new LogqlParser();
    private final QueryContext context = QueryContext.of(QueryLimits.DEFAULT, Instant.EPOCH);
    private final LogSource source = new MemoryLogSource()
            .add(Labels.of("job", "x", "host", "a"), 10 * SECOND, "level=error ms=5 user=u1")
            .add(Labels.of("job", "x", "host", "a"), 20 * SECOND, "level=info ms=15 user=u2")
            .add(Labels.of("job", "x", "host", "b"), 30 * SECOND, "{\"level\":\"warn\",\"req\":{\"ms\":7}}");

    private String at(long seconds, String query) {
        return CorpusAnswers.render(engine.instant(parser.parse(query), source, seconds * SECOND, context));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "1 / 2~scalar\t60000 0.5",
                "vector(3) > bool 2~vector {}\t60000 1",
                "sum by (host) (count_over_time({job=\"x\"} | logfmt | level=\"error\" [1m]))~vector {host=\"a\" }\t60000 1",
                "max_over_time({job=\"x\", host=\"a\"} | logfmt | unwrap ms [1m]) by (job)~vector {job=\"x\" }\t60000 15",
                "sum by (req_ms) (count_over_time({host=\"b\"} | json [1m]))~vector {req_ms=\"7\" }\t60000 1",
                "absent_over_time({job=\"y\", host!=\"z\"}[1m])~vector {job=\"y\" }\t60000 1",
                "label_replace(vector(1), \"d\", \"$0!\", \"\", \"\")~vector {d=\"!\" }\t60000 1",
                "sum(count_over_time({job=\"x\"}[1m])) / 0~vector {}\t60000 NaN",
                "sum(count_over_time({job=\"nope\"}[1m])) or vector(0)~vector {}\t60000 0",
            })
    void answersInstantQueries(String query, String expected) {
        assertThat(at(60, query)).isEqualTo(expected);
    }

    @Test
    void excludesTheStartOfARangeAndIncludesItsEnd() {
        assertThat(at(20, "sum(count_over_time({job=\"x\"}[10s]))")).isEqualTo("vector {}\t20000 1");
        assertThat(at(20, "sum(count_over_time({job=\"x\"}[11s]))")).isEqualTo("vector {}\t20000 2");
    }

    @Test
    void answersLogQueriesInTheDirectionAskedFor() {
        LogQuery backward = new LogQuery(10 * SECOND, 30 * SECOND, 1, Direction.BACKWARD, 0);

        EngineResult result = engine.logs(parser.parse("{job=\"x\"} | logfmt"), source, backward, context);

        assertThat(CorpusAnswers.render(result))
                .isEqualTo("stream {host=\"a\" job=\"x\" level=\"info\" ms=\"15\" user=\"u2\" }\t20000000000 "
                        + "\"level=info ms=15 user=u2\"");
    }

    @Test
    void failsOnErrorsInAPipeline() {
        assertThatThrownBy(() -> at(60, "count_over_time({host=\"a\"} | json [1m])"))
                .isInstanceOf(QueryException.class)
                .hasMessageStartingWith("pipeline error: 'JSONParserErr' for series: '{__error__=\"JSONParserErr\", ");
    }

    @Test
    void refusesAmbiguousMatches() {
        assertThatThrownBy(() ->
                        at(60, "sum by (host) (rate({job=\"x\"}[1m])) / on () sum by (host) (rate({job=\"x\"}[1m]))"))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("many-to-many matching not allowed");
    }

    @Test
    void ordersStreamsByTheHashThatLokiUses() {
        // XXH64 of nothing is a published test vector.
        assertThat(StreamOrder.xxh64(java.nio.ByteBuffer.allocate(0))).isEqualTo(0xEF46DB3751D8E999L);
    }
}
