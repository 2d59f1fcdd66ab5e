package io.tocsin.security;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * How often a network may come with a signature that is nobody's: then it is not looked at any more for the rest of a minute.
 * Chat services never do. Safe for several threads.
 */
@Component
public class SignedRequests {

    private static final int FREE = 120;
    private static final int MOST_NETWORKS = 10_000;
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final ClientAddresses addresses;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<String, Tally> refused = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tally> eldest) {
            return size() > MOST_NETWORKS;
        }
    };

    SignedRequests(ClientAddresses addresses, MeterRegistry meters, Clock clock) {
        this.addresses = addresses;
        this.meters = meters;
        this.clock = clock;
    }

    private record Tally(Instant since, int count) {}

    public synchronized boolean mayTry(ServerHttpRequest request) {
        Tally tally = refused.get(network(request));
        return tally == null || isOver(tally, clock.instant()) || tally.count() < FREE;
    }

    /** A signature was wrong. Not written down: strangers must not fill the database. */
    public synchronized void refused(ServerHttpRequest request) {
        meters.counter("tocsin.http.refused", "what", "signature").increment();
        Instant now = clock.instant();
        refused.merge(
                network(request),
                new Tally(now, 1),
                (before, one) -> isOver(before, now) ? one : new Tally(before.since(), before.count() + 1));
    }

    private static boolean isOver(Tally tally, Instant now) {
        return now.isBefore(tally.since()) || !now.isBefore(tally.since().plus(PERIOD));
    }

    private String network(ServerHttpRequest request) {
        return ClientAddresses.network(addresses.of(request));
    }
}
