package io.tocsin.tracing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.http.StatusClient;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends finished spans in batches. A batch that is not taken is tried once more and then given up: nobody is kept waiting for
 * traces, and memory for them is bounded.
 */
final class SpanSender implements ConcernSource, AutoCloseable {

    static final Duration PERIOD = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(SpanSender.class);
    private static final int MOST_WAITING = 4_096;
    private static final int MOST_AT_ONCE = 512;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    /** A collector that doesn't answer may not keep the process from stopping. */
    private static final Duration LAST_ANSWER_LIMIT = Duration.ofSeconds(2);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);

    private final TracingSettings settings;
    private final Map<String, String> resource;
    private final StatusClient client;
    private final BlockingQueue<FinishedSpan> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Counter sent;
    private final Counter refused;
    private final Counter dropped;
    /** Not taken once; only the one thread that sends touches it. */
    private List<FinishedSpan> again = List.of();

    private volatile List<Concern> concerns = List.of();

    SpanSender(TracingSettings settings, Map<String, String> resource, MeterRegistry registry) {
        this.settings = settings;
        this.resource = resource;
        this.client = new StatusClient(ANSWER_LIMIT);
        this.sent = counter(registry, "sent");
        this.refused = counter(registry, "refused");
        this.dropped = counter(registry, "dropped");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("tocsin.traces.spans")
                .description("Spans of traces: sent, refused by the collector, or dropped because it took none in time")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Never blocks. */
    void keep(FinishedSpan span) {
        if (!waiting.offer(span)) {
            dropped.increment();
        }
    }

    /** Sends what waits; returns how long to wait. Blocks. */
    Duration send() throws InterruptedException {
        while (true) {
            boolean isSecondTry = !again.isEmpty();
            List<FinishedSpan> batch = isSecondTry ? again : take();
            if (batch.isEmpty()) {
                return PERIOD;
            }
            again = List.of();
            String failure = send(batch, client);
            if (!failure.isEmpty()) {
                if (isSecondTry) {
                    dropped.increment(batch.size());
                } else {
                    again = batch;
                }
                concerns = List.of(new Concern("traces-failed", Severity.NOTICE, host(), failure));
                log.warn("Traces could not be sent: cause={}", failure);
                return PAUSE_AFTER_FAILURE;
            }
            concerns = List.of();
        }
    }

    private List<FinishedSpan> take() {
        List<FinishedSpan> batch = new ArrayList<>();
        waiting.drainTo(batch, MOST_AT_ONCE);
        return batch;
    }

    /** Why it may be sent again; empty when it arrived, or never will. */
    private String send(List<FinishedSpan> batch, StatusClient client) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.address())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(OtlpJson.write(resource, batch)));
        StatusClient.Reply reply = client.offer(request, settings.secret().reveal());
        switch (reply.verdict()) {
            case TAKEN -> sent.increment(batch.size());
            case REFUSED -> {
                refused.increment(batch.size());
                log.error("Traces were refused for good: reason={} spans={}", reply.reason(), batch.size());
            }
            case NOT_NOW -> {
                return reply.reason();
            }
        }
        return "";
    }

    /** Sends what finished since the last time, up to one batch of it, for two seconds at the most. Nobody sends any more. */
    @Override
    public void close() {
        List<FinishedSpan> last = take();
        if (last.isEmpty()) {
            return;
        }
        try {
            String failure = send(last, new StatusClient(LAST_ANSWER_LIMIT));
            if (!failure.isEmpty()) {
                dropped.increment(last.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String host() {
        return String.valueOf(settings.address().getHost());
    }

    @Override
    public List<Concern> concerns() {
        return concerns;
    }
}
