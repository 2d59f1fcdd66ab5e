package io.tocsin.logql.bench;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.engine.Direction;
import io.tocsin.logql.engine.EntryCursor;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogStream;
import io.tocsin.logql.engine.LogqlEngine;
import io.tocsin.logql.engine.QueryContext;
import io.tocsin.logql.engine.QueryLimits;
import io.tocsin.logql.engine.QueryResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;

/** Lines per second of a counting rule over 1,000,000 lines of 150 bytes in 10 streams; the target is 2,000,000. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class CountBenchmark {

    private static final int LINES = 1_000_000;
    private static final int STREAMS = 10;
    private static final int LINE_BYTES = 150;
    private static final long END = 300_000_000_000L;

    @Param({
        "sum by (host) (count_over_time({job=\"x\"} |= \"ERROR\" [5m]))",
        "sum by (host) (count_over_time({job=\"x\"} |~ \"ERROR|FATAL\" [5m]))",
        "sum by (level) (count_over_time({job=\"x\"} | logfmt | level=\"ERROR\" [5m]))"
    })
    public String query = "";

    private final LogqlEngine engine = new LogqlEngine();
    private final List<LogStream> streams = new ArrayList<>();
    private LogqlExpr expr = new LogqlParser().parse("vector(1)");

    @Setup
    public void fill() {
        expr = new LogqlParser().parse(query);
        Random random = new Random(1);
        for (int host = 0; host < STREAMS; host++) {
            byte[] bytes = new byte[LINES / STREAMS * LINE_BYTES];
            for (int i = 0; i < LINES / STREAMS; i++) {
                String level = random.nextInt(20) == 0 ? "ERROR" : "INFO";
                StringBuilder line =
                        new StringBuilder("level=" + level + " order=" + random.nextInt(1_000_000) + " msg=\"");
                while (line.length() < LINE_BYTES - 1) {
                    line.append((char) ('a' + random.nextInt(26))).append(random.nextInt(6) == 0 ? " " : "");
                }
                byte[] text = line.substring(0, LINE_BYTES - 1).concat("\"").getBytes(StandardCharsets.UTF_8);
                System.arraycopy(text, 0, bytes, i * LINE_BYTES, LINE_BYTES);
            }
            streams.add(new ArrayStream(Labels.of("job", "x", "host", "server" + host), bytes));
        }
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public QueryResult count() {
        LogSource source = (List<LabelMatcher> matchers, long from, long to) -> streams;
        return engine.instant(expr, source, END, QueryContext.of(QueryLimits.DEFAULT, Instant.EPOCH));
    }

    /** Lines of one length, one after the other in one array, evenly spread over the five minutes. */
    private record ArrayStream(Labels labels, byte[] bytes) implements LogStream {

        @Override
        public EntryCursor entries(long fromNanosInclusive, long toNanosExclusive, Direction direction) {
            return new ArrayCursor(bytes);
        }
    }

    private static final class ArrayCursor implements EntryCursor {

        private final byte[] bytes;
        private final long nanosPerLine;
        private int at = -1;

        ArrayCursor(byte[] bytes) {
            this.bytes = bytes;
            this.nanosPerLine = END / (bytes.length / LINE_BYTES);
        }

        @Override
        public boolean next() {
            at++;
            return at < bytes.length / LINE_BYTES;
        }

        @Override
        public long timestampNanos() {
            return (at + 1) * nanosPerLine;
        }

        @Override
        public byte[] buffer() {
            return bytes;
        }

        @Override
        public int offset() {
            return at * LINE_BYTES;
        }

        @Override
        public int length() {
            return LINE_BYTES;
        }

        @Override
        public Labels structuredMetadata() {
            return Labels.empty();
        }
    }
}
