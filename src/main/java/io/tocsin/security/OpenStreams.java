package io.tocsin.security;

import io.tocsin.access.store.LoginSessions;
import io.tocsin.task.SafeMono;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Streams that stay open (events of pages, tails of logs): how many one reader may have, and when they must end although their
 * reader is still there. Safe for use by many threads.
 */
@Component
public final class OpenStreams {

    /** So long at most; then the reader asks again, and is asked who it is. */
    public static final Duration LONGEST = Duration.ofMinutes(10);

    /** Of one user or token. */
    public static final int MAX_PER_READER = 30;

    private static final Duration CHECK_PERIOD = Duration.ofSeconds(5);
    private static final String NOBODY = "";

    private final LoginSessions sessions;
    private final TokenRegister tokens;
    private final Clock clock;
    private final Sinks.Many<Boolean> changes = Sinks.many().multicast().directBestEffort();
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    OpenStreams(LoginSessions sessions, TokenRegister tokens, Clock clock) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Somebody's rights were changed by this process: all open streams are looked at now. */
    void rightsChanged() {
        changes.emitNext(true, Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1)));
    }

    /**
     * Gives the stream a place; an error when its reader has too many. The place is given back when the stream ends, which it
     * does after {@link #LONGEST}, and within seconds when its reader may no longer read.
     *
     * @param full what is signalled when there is no place
     */
    public <T> Flux<T> place(ServerWebExchange exchange, Flux<T> stream, Mono<T> full) {
        return caller(exchange).flatMapMany(caller -> {
            String reader = caller.name();
            if (open.merge(reader, 1, Integer::sum) > MAX_PER_READER) {
                leave(reader);
                return full;
            }
            return stream.takeUntilOther(ended(caller)).doFinally(signal -> leave(reader));
        });
    }

    private void leave(String reader) {
        open.computeIfPresent(reader, (name, count) -> count > 1 ? count - 1 : null);
    }

    /** Those who were let in without a name are one reader. */
    private static Mono<Caller> caller(ServerWebExchange exchange) {
        Caller nobody = new Caller(NOBODY, io.tocsin.access.Role.VIEWER, Caller.CallerKind.CONFIGURED_TOKEN, NOBODY);
        return exchange.getPrincipal()
                .ofType(Authentication.class)
                .mapNotNull(Authentication::getPrincipal)
                .ofType(Caller.class)
                .defaultIfEmpty(nobody);
    }

    private Mono<Void> ended(Caller caller) {
        Flux<Boolean> whenToLook =
                Flux.merge(Flux.interval(CHECK_PERIOD).onBackpressureDrop().map(tick -> true), changes.asFlux());
        return whenToLook
                .onBackpressureLatest()
                .concatMap(tick -> isCurrent(caller), 1)
                .takeUntil(isCurrent -> !isCurrent)
                .take(LONGEST)
                .then();
    }

    /** While the database is away nobody is sent away. */
    private Mono<Boolean> isCurrent(Caller caller) {
        return switch (caller.kind()) {
            case SESSION, PROVIDED_SESSION, LOGIN ->
                SafeMono.fromCallable(() -> sessions.find(caller.credential(), clock.instant())
                                .filter(now -> now.role() == caller.role())
                                .isPresent())
                        .subscribeOn(Schedulers.boundedElastic())
                        .onErrorReturn(true);
            case TOKEN -> tokens.isCurrent(caller).onErrorReturn(true);
            case CONFIGURED_TOKEN -> Mono.just(true);
        };
    }
}
