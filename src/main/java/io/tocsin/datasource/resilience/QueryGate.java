package io.tocsin.datasource.resilience;

import io.github.resilience4j.bulkhead.Bulkhead;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Lets a limited number of queries through and the others wait, first come, first served. Resilience4j's own operator
 * blocks the subscribing thread while it waits, which no event loop may do; so the bulkhead only counts here.
 */
final class QueryGate {

    private final Bulkhead bulkhead;
    private final Duration maxWait;
    private final int maxWaiting;
    private final Deque<Sinks.One<Boolean>> waiting = new ArrayDeque<>();

    /** The bulkhead must have a maximum wait of zero. */
    QueryGate(Bulkhead bulkhead, Duration maxWait, int maxWaiting) {
        this.bulkhead = bulkhead;
        this.maxWait = maxWait;
        this.maxWaiting = maxWaiting;
    }

    /** Runs the query when there is room, or gives {@code refused} when there is none in time. */
    <T> Mono<T> pass(Mono<T> query, Supplier<T> refused) {
        return Mono.usingWhen(
                        Mono.fromSupplier(this::enter).flatMap(this::await),
                        permit -> query,
                        permit -> Mono.fromRunnable(this::leave))
                .onErrorResume(NoRoomException.class, error -> Mono.fromSupplier(refused));
    }

    private Mono<Boolean> await(Ticket ticket) {
        Sinks.One<Boolean> turn = ticket.turn();
        if (turn == null) {
            return ticket.admitted() ? Mono.just(true) : Mono.error(new NoRoomException());
        }
        return turn.asMono()
                .timeout(maxWait)
                .doOnCancel(() -> giveUp(turn))
                .onErrorResume(TimeoutException.class, error -> afterTimeout(turn));
    }

    private Mono<Boolean> afterTimeout(Sinks.One<Boolean> turn) {
        giveUp(turn);
        return Mono.error(new NoRoomException());
    }

    private synchronized Ticket enter() {
        if (waiting.isEmpty() && bulkhead.tryAcquirePermission()) {
            return new Ticket(true, null);
        }
        if (waiting.size() >= maxWaiting) {
            return new Ticket(false, null);
        }
        Sinks.One<Boolean> turn = Sinks.one();
        waiting.add(turn);
        return new Ticket(false, turn);
    }

    private void giveUp(Sinks.One<Boolean> turn) {
        boolean wasWaiting;
        synchronized (this) {
            wasWaiting = waiting.remove(turn);
        }
        // Its turn had come at the same moment: nobody uses that permission, so the next one gets it.
        if (!wasWaiting) {
            leave();
        }
    }

    private void leave() {
        bulkhead.onComplete();
        Sinks.One<Boolean> next;
        synchronized (this) {
            next = waiting.isEmpty() || !bulkhead.tryAcquirePermission() ? null : waiting.poll();
        }
        if (next != null) {
            next.tryEmitValue(true);
        }
    }

    private record Ticket(boolean admitted, Sinks.@Nullable One<Boolean> turn) {}

    private static final class NoRoomException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoRoomException() {
            super("no room", null, false, false);
        }
    }
}
