package io.tocsin.contactpoint.http;

import io.tocsin.contactpoint.answer.AnswerSocket.SocketHealth;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** Keeps a connection open: whenever it ends, another one is opened after a pause that grows while none succeeds. */
public final class Reconnecting {

    private static final Logger log = LoggerFactory.getLogger(Reconnecting.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MAX_DOUBLINGS = 8;

    private final String name;
    private final Clock clock;
    private final AtomicReference<SocketHealth> health;
    private final AtomicInteger failures = new AtomicInteger();
    /** What the service asked for, or what it would not forgive to be shorter. */
    private volatile Duration longPause = Duration.ZERO;

    private final Disposable.Composite running = Disposables.composite();

    /** @param name of the service, for the log */
    public Reconnecting(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
        this.health = new AtomicReference<>(new SocketHealth(false, clock.instant(), ""));
    }

    /** One connection, from its opening to its end or until another one is to take its place. */
    @FunctionalInterface
    public interface Connection {

        /** Calls {@link Reconnecting#connected} when the service has said hello; ends in an error when it was cut off. */
        Mono<Void> once();
    }

    /** Connects again and again until {@link #close}. */
    public void run(Connection connection) {
        Disposable loop = Mono.defer(connection::once)
                .onErrorResume(e -> {
                    lost(e);
                    return Mono.empty();
                })
                .then(Mono.defer(() -> Mono.delay(pause())))
                .repeat()
                .subscribe(turn -> {}, failure -> log.error("No connection is tried any more: to={}", name, failure));
        running.add(loop);
    }

    /** Belongs to the loop: ends with it. */
    public void add(Disposable other) {
        running.add(other);
    }

    /** What an addition was needed for has ended. */
    public void remove(Disposable other) {
        running.remove(other);
        other.dispose();
    }

    public void connected() {
        failures.set(0);
        if (!health().isConnected()) {
            log.info("Connected: to={}", name);
            health.set(new SocketHealth(true, clock.instant(), ""));
        }
    }

    private void lost(Throwable failure) {
        lost(reason(failure));
        longPause = failure instanceof CutOffException cutOff ? cutOff.pause() : Duration.ZERO;
    }

    /** @param reason without secrets */
    private void lost(String reason) {
        SocketHealth before = health();
        failures.incrementAndGet();
        if (before.isConnected() || before.reason().isEmpty()) {
            log.warn("Not connected, it is tried again: to={} cause={}", name, reason);
        }
        health.set(new SocketHealth(false, before.isConnected() ? clock.instant() : before.since(), reason));
    }

    private static String reason(Throwable failure) {
        return failure instanceof CutOffException cutOff
                ? String.valueOf(cutOff.getMessage())
                : WebhookClient.describe(failure);
    }

    /** Replicas that lost the service at the same moment must not all come back at the same one. */
    private Duration pause() {
        int failed = failures.get();
        Duration whole = failed == 0 ? FIRST_PAUSE : FIRST_PAUSE.multipliedBy(1L << Math.min(failed, MAX_DOUBLINGS));
        Duration most = whole.compareTo(LONGEST_PAUSE) < 0 ? whole : LONGEST_PAUSE;
        double share = 0.5 + java.util.concurrent.ThreadLocalRandom.current().nextDouble() / 2;
        Duration usual = Duration.ofMillis((long) (most.toMillis() * share));
        Duration wanted = longPause;
        longPause = Duration.ZERO;
        return usual.compareTo(wanted) < 0 ? wanted : usual;
    }

    public SocketHealth health() {
        return Objects.requireNonNull(health.get());
    }

    public void close() {
        running.dispose();
    }

    /** Why the service does not talk with us; the text holds no secret. */
    public static final class CutOffException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Duration pause;

        public CutOffException(String reason) {
            this(reason, Duration.ZERO);
        }

        /** @param pause no connection is tried before that */
        public CutOffException(String reason, Duration pause) {
            super(reason, null, false, false);
            this.pause = pause;
        }

        Duration pause() {
            return pause;
        }
    }
}
