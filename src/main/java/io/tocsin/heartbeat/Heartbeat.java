package io.tocsin.heartbeat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.http.StatusClient;
import io.tocsin.text.PercentEncoding;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells another service at an interval that this replica works, and keeps silent while it does not: that service raises the
 * alarm then. The address is the operator's own setting, so it may be any host; it is never shown.
 */
final class Heartbeat implements ConcernSource {

    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final Duration SOON_AGAIN = Duration.ofSeconds(10);
    private static final Duration LOG_AGAIN_AFTER = Duration.ofMinutes(10);

    private final HeartbeatSettings settings;
    private final URI address;
    private final Supplier<Optional<String>> trouble;
    private final StatusClient client = new StatusClient(ANSWER_LIMIT);
    private final Counter sent;
    private final Counter held;
    private final Counter failed;
    private volatile List<Concern> concerns = List.of();
    private String logged = "";
    private long loggedAt;

    /** @param trouble why this replica is not to be called alive; empty when it is */
    Heartbeat(HeartbeatSettings settings, String replica, Supplier<Optional<String>> trouble, MeterRegistry registry) {
        this.settings = settings;
        this.address = URI.create(settings.address().reveal().replace("{replica}", PercentEncoding.part(replica)));
        this.trouble = trouble;
        this.sent = counter(registry, "sent");
        this.held = counter(registry, "held");
        this.failed = counter(registry, "failed");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("tocsin.heartbeats")
                .description("Beats: sent, held back because something does not work, or failed to arrive")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Beats once, or says why not; returns how long to wait. */
    Duration beat() throws InterruptedException {
        Optional<String> why = trouble.get();
        if (why.isPresent()) {
            held.increment();
            concerns = List.of(new Concern("heartbeat-held", Severity.NOTICE, "", why.get()));
            tell("Heartbeat held back", why.get());
            return soonAgain();
        }
        Optional<String> failure = send();
        if (failure.isPresent()) {
            failed.increment();
            concerns = List.of(new Concern("heartbeat-failed", Severity.NOTICE, address.getHost(), failure.get()));
            tell("Heartbeat did not arrive", failure.get());
            return soonAgain();
        }
        sent.increment();
        concerns = List.of();
        if (!logged.isEmpty()) {
            log.info("Heartbeat is sent again");
            logged = "";
        }
        return settings.interval();
    }

    private Duration soonAgain() {
        return settings.interval().compareTo(SOON_AGAIN) < 0 ? settings.interval() : SOON_AGAIN;
    }

    private Optional<String> send() throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).method(settings.method(), HttpRequest.BodyPublishers.noBody());
        try {
            int status = client.send(request);
            return status / 100 == 2 ? Optional.empty() : Optional.of(refused(status));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String refused(int status) {
        return status / 100 == 3
                ? "HTTP " + status + ": it redirects; set TOCSIN_HEARTBEAT_URL to where it leads"
                : "HTTP " + status;
    }

    /** The rest of a reason may say for how long, and be another one each time. */
    private void tell(String what, String reason) {
        long now = System.nanoTime();
        String kind = what + reason.split(":", 2)[0];
        if (!kind.equals(logged) || now - loggedAt > LOG_AGAIN_AFTER.toNanos()) {
            logged = kind;
            loggedAt = now;
            log.warn("{}: {}", what, reason);
        }
    }

    @Override
    public List<Concern> concerns() {
        return concerns;
    }
}
