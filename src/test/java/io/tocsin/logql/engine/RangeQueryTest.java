package io.tocsin.logql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.Labels;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.engine.EngineResult.EnginePoint;
import io.tocsin.logql.engine.EngineResult.EngineSample;
import io.tocsin.logql.engine.EngineResult.EngineSeries;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A range query is the same as one instant query for each of its steps. */
class RangeQueryTest {

    private static final long SECOND = 1_000_000_000L;
    private static final List<String> FUNCTIONS = List.of(
            "count_over_time(%s)",
            "rate(%s)",
            "bytes_over_time(%s)",
            "bytes_rate(%s)",
            "absent_over_time(%s)",
            "sum by (k) (count_over_time(%s))",
            "topk(1, sum by (k) (rate(%s)))");
    private static final List<String> UNWRAPPED = List.of(
            "sum_over_time(%s)",
            "avg_over_time(%s) by (k)",
            "max_over_time(%s)",
            "min_over_time(%s)",
            "first_over_time(%s)",
            "last_over_time(%s)",
            "quantile_over_time(0.9, %s)",
            "stddev_over_time(%s)",
            "stdvar_over_time(%s)",
            "rate_counter(%s)",
            "rate(%s)");

    private final LogqlEngine engine = new LogqlEngine();
    private final QueryContext context = QueryContext.of(QueryLimits.DEFAULT, Instant.EPOCH);

    static Stream<Integer> seeds() {
        return IntStream.range(0, 200).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void equalsInstantQueriesAtEachStep(int seed) {
        Random random = new Random(seed);
        MemoryLogSource source = entries(random);
        LogqlExpr expr = new LogqlParser().parse(query(random));
        long step = (1 + random.nextInt(20)) * SECOND / (random.nextBoolean() ? 1 : 2);
        long start = random.nextInt(100) * SECOND;
        long end = start + random.nextInt(200) * SECOND;

        EngineResult.Matrix matrix = (EngineResult.Matrix) engine.range(expr, source, start, end, step, context);

        Map<String, Double> expected = new TreeMap<>();
        for (long at = start / step * step; at < end + step && at - step < end; at += step) {
            EngineResult.Vector vector = (EngineResult.Vector) engine.instant(expr, source, at, context);
            for (EngineSample sample : vector.samples()) {
                expected.put(vector.timestampMillis() + " " + sample.labels(), sample.value());
            }
        }
        assertThat(points(matrix)).as(expr.toString()).isEqualTo(expected);
    }

    private static Map<String, Double> points(EngineResult.Matrix matrix) {
        Map<String, Double> points = new TreeMap<>();
        for (EngineSeries series : matrix.series()) {
            for (EnginePoint point : series.points()) {
                points.put(point.timestampMillis() + " " + series.labels(), point.value());
            }
        }
        return points;
    }

    private static MemoryLogSource entries(Random random) {
        MemoryLogSource source = new MemoryLogSource();
        for (int i = 0; i < 60; i++) {
            Labels labels = Labels.of("job", "x", "host", "h" + random.nextInt(3));
            // Whole seconds often fall exactly on the borders of ranges.
            long nanos = random.nextInt(320) * SECOND + (random.nextBoolean() ? 0 : random.nextInt(3) - 1) + SECOND;
            source.add(labels, nanos, "k=" + random.nextInt(3) + " v=" + random.nextInt(100) + " i=" + i);
        }
        return source;
    }

    private static String query(Random random) {
        boolean unwraps = random.nextBoolean();
        List<String> functions = unwraps ? UNWRAPPED : FUNCTIONS;
        String function = functions.get(random.nextInt(functions.size()));
        String offset = random.nextInt(3) == 0 ? " offset " + (random.nextInt(40) - 10) + "s" : "";
        String range = "{job=\"x\"} | logfmt k, v " + (unwraps ? "| unwrap v " : "") + "[" + (1 + random.nextInt(60))
                + "s]" + offset;
        return String.format(function, range);
    }
}
