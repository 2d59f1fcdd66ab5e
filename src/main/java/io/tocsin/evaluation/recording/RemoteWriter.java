package io.tocsin.evaluation.recording;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.evaluation.recording.WriteRequest.TimedSample;
import io.tocsin.http.StatusClient;
import io.tocsin.label.Sample;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes recorded samples to another system, in order. What it does not take now is sent again until it does; while it takes
 * nothing the oldest samples beyond the bound are given up, and counted.
 */
final class RemoteWriter implements ConcernSource {

    static final Duration PERIOD = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(RemoteWriter.class);
    private static final int MOST_AT_ONCE = 2_000;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final RemoteWriteSettings settings;
    private final StatusClient client;
    private final Deque<TimedSample> waiting = new ArrayDeque<>();
    private final Counter sent;
    private final Counter refused;
    private final Counter dropped;
    private volatile List<Concern> concerns = List.of();
    private Duration pause = PERIOD;

    RemoteWriter(RemoteWriteSettings settings, MeterRegistry registry) {
        this(settings, new StatusClient(ANSWER_LIMIT), registry);
    }

    RemoteWriter(RemoteWriteSettings settings, StatusClient client, MeterRegistry registry) {
        this.settings = settings;
        this.client = client;
        this.sent = counter(registry, "sent");
        this.refused = counter(registry, "refused");
        this.dropped = counter(registry, "dropped");
        Gauge.builder("tocsin.remote.write.waiting", this, RemoteWriter::waiting)
                .description("Samples of recording rules that are still to be written")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("tocsin.remote.write.samples")
                .description(
                        "Samples of recording rules: sent, refused by the endpoint, or dropped because too many waited")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Never blocks, and does nothing unless there is an endpoint. */
    void offer(List<Sample> series, Instant at) {
        if (!settings.isOn()) {
            return;
        }
        synchronized (waiting) {
            series.forEach(sample -> waiting.addLast(new TimedSample(sample, at)));
            while (waiting.size() > settings.maxSamples()) {
                waiting.removeFirst();
                dropped.increment();
            }
        }
    }

    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Sends what waits; returns how long to wait. Blocks. */
    Duration write() throws InterruptedException {
        while (true) {
            List<TimedSample> batch = take();
            if (batch.isEmpty()) {
                return PERIOD;
            }
            String failure = send(batch);
            if (!failure.isEmpty()) {
                putBack(batch);
                concerns = List.of(new Concern("remote-write-failed", Severity.NOTICE, host(), failure));
                log.warn("Recorded samples could not be written, they are sent again: cause={}", failure);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                return pause;
            }
            concerns = List.of();
            pause = PERIOD;
        }
    }

    private List<TimedSample> take() {
        List<TimedSample> batch = new ArrayList<>();
        synchronized (waiting) {
            while (batch.size() < MOST_AT_ONCE && !waiting.isEmpty()) {
                batch.add(waiting.removeFirst());
            }
        }
        return batch;
    }

    private void putBack(List<TimedSample> batch) {
        synchronized (waiting) {
            for (int i = batch.size() - 1; i >= 0; i--) {
                if (waiting.size() < settings.maxSamples()) {
                    waiting.addFirst(batch.get(i));
                } else {
                    dropped.increment();
                }
            }
        }
    }

    /** Why it is to be sent again; empty when it arrived, or never will. */
    private String send(List<TimedSample> batch) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.url()))
                .header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "snappy")
                .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                .POST(HttpRequest.BodyPublishers.ofByteArray(WriteRequest.compressed(batch)));
        StatusClient.Reply reply = client.offer(request, settings.secret().reveal());
        switch (reply.verdict()) {
            case TAKEN -> sent.increment(batch.size());
            case REFUSED -> {
                refused.increment(batch.size());
                log.error("Recorded samples were refused for good: reason={} samples={}", reply.reason(), batch.size());
            }
            case NOT_NOW -> {
                return reply.reason();
            }
        }
        return "";
    }

    private String host() {
        return String.valueOf(URI.create(settings.url()).getHost());
    }

    @Override
    public List<Concern> concerns() {
        return concerns;
    }
}
