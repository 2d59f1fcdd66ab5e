package io.tocsin.logstore.bench;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.engine.EngineResult;
import io.tocsin.logql.engine.LogqlEngine;
import io.tocsin.logql.engine.QueryContext;
import io.tocsin.logql.engine.QueryLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Lines per second of a counting rule over 1,000,000 lines of 150 bytes in 10 streams of the embedded log store, on one
 * thread; the target is 2,000,000.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class CountBenchmark {

    private static final int LINES = 1_000_000;
    private static final int LINES_PER_PUSH = 1_000;
    private static final int STREAMS = 10;
    private static final int LINE_BYTES = 150;
    private static final long WINDOW_NANOS = 300_000_000_000L;

    @Param({
        "sum by (host) (count_over_time({job=\"x\"} |= \"ERROR\" [5m]))",
        "sum by (host) (count_over_time({job=\"x\"} |~ \"ERROR|FATAL\" [5m]))",
        "sum by (level) (count_over_time({job=\"x\"} | logfmt | level=\"ERROR\" [5m]))"
    })
    public String query = "";

    private final LogqlEngine engine = new LogqlEngine();
    private final Random random = new Random(1);
    private BenchmarkStore store;
    private LogqlExpr expr = new LogqlParser().parse("vector(1)");
    private long endNanos;

    @Setup
    public void fill() throws IOException {
        expr = new LogqlParser().parse(query);
        store = new BenchmarkStore();
        endNanos = System.currentTimeMillis() * 1_000_000L;
        for (int push = 0; push < LINES / LINES_PER_PUSH; push++) {
            store.logs().push(body(push), "application/json", "");
        }
    }

    private byte[] body(int push) {
        StringBuilder json = new StringBuilder("{\"streams\":[{\"stream\":{\"job\":\"x\",\"host\":\"server")
                .append(push % STREAMS)
                .append("\"},\"values\":[");
        long first = endNanos - WINDOW_NANOS + (long) push * LINES_PER_PUSH * (WINDOW_NANOS / LINES) + 1;
        for (int i = 0; i < LINES_PER_PUSH; i++) {
            json.append(i == 0 ? "[\"" : ",[\"")
                    .append(first + i * (WINDOW_NANOS / LINES))
                    .append("\",\"")
                    .append(line())
                    .append("\"]");
        }
        return json.append("]}]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private String line() {
        String level = random.nextInt(20) == 0 ? "ERROR" : "INFO";
        StringBuilder line = new StringBuilder("level=" + level + " order=" + random.nextInt(1_000_000) + " msg=");
        while (line.length() < LINE_BYTES) {
            line.append((char) ('a' + random.nextInt(26)));
        }
        return line.toString();
    }

    @TearDown
    public void close() throws IOException {
        store.close();
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public EngineResult count() {
        return engine.instant(
                expr, store.logs(), endNanos, QueryContext.of(QueryLimits.DEFAULT, Instant.ofEpochSecond(0, endNanos)));
    }
}
