package io.tocsin.logstore.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Lines per second through everything that a push does on its thread: JSON decoding, validation, level detection, the
 * write to the segment, and the store in memory with its retention. One thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class IngestionBenchmark {

    private static final int LINES = 1000;

    private BenchmarkStore store;
    private long nextNanos;

    @Setup
    public void open() throws IOException {
        store = new BenchmarkStore();
        nextNanos =
                Clock.systemUTC().millis() * 1_000_000L - Duration.ofHours(1).toNanos();
    }

    @TearDown
    public void close() throws IOException {
        store.close();
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public void push() {
        store.logs().push(body(), "application/json", "");
    }

    private byte[] body() {
        StringBuilder json = new StringBuilder(LINES * 200)
                .append("{\"streams\":[{\"stream\":{\"job\":\"ocr\",\"host\":\"server1\"},\"values\":[");
        for (int i = 0; i < LINES; i++) {
            nextNanos += 1000;
            json.append(i == 0 ? "" : ",")
                    .append("[\"")
                    .append(nextNanos)
                    .append("\",\"2026-11-18 10:00:17,490 INFO [ocr.worker:221] page recognised in 131 ms doc=DOC-00182"
                            + " page=7 of 12 words=3123 confidence=0.981 engine=v4 gpu=0 batch=")
                    .append(i % 32)
                    .append("\"]");
        }
        return json.append("]}]}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
