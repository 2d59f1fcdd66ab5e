package io.tocsin.security;

import io.tocsin.access.ApiToken;
import io.tocsin.access.store.ApiTokens;
import io.tocsin.secret.Secret;
import io.tocsin.task.SafeMono;
import io.tocsin.text.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Which token is whose. A token that was found is believed for two seconds, so that an agent's many pushes do not each ask the
 * database; one that this process removed is forgotten at once. While the database is away the known ones count for some
 * minutes longer: log lines of that time are wanted. Safe for use by many threads.
 */
@Component
class TokenRegister {

    private static final Duration BELIEVED = Duration.ofSeconds(2);
    private static final Duration BELIEVED_IN_TROUBLE = Duration.ofMinutes(10);
    private static final Duration USE_STEP = Duration.ofMinutes(1);
    private static final int MAX_KNOWN = 1000;

    private final ApiTokens tokens;
    private final Clock clock;
    private final Map<String, Known> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    TokenRegister(ApiTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    private record Known(ApiToken token, Instant readAt) {

        boolean isYoungerThan(Duration age, Instant now) {
            return !readAt.isAfter(now) && readAt.plus(age).isAfter(now);
        }
    }

    /** Empty when there is no such token, or it has expired. */
    Mono<Caller> find(Secret text) {
        return text.isEmpty() ? Mono.empty() : findByHash(Sha256.hex(text.reveal()));
    }

    /** Whether a caller that came with a token may still do what it may. */
    Mono<Boolean> isCurrent(Caller caller) {
        return findByHash(caller.credential())
                .map(now -> now.role() == caller.role())
                .defaultIfEmpty(false);
    }

    private Mono<Caller> findByHash(String hash) {
        Instant now = clock.instant();
        @Nullable Known before = known(hash);
        Mono<Optional<ApiToken>> found = before != null && before.isYoungerThan(BELIEVED, now)
                ? Mono.just(Optional.of(before.token()))
                : SafeMono.fromCallable(() -> read(hash, now)).subscribeOn(Schedulers.boundedElastic());
        return found.onErrorResume(e -> before != null && before.isYoungerThan(BELIEVED_IN_TROUBLE, now)
                        ? Mono.just(Optional.of(before.token()))
                        : Mono.error(e))
                .flatMap(Mono::justOrEmpty)
                .filter(token -> !token.isExpired(now))
                .map(token -> new Caller("token:" + token.name(), token.role(), Caller.CallerKind.TOKEN, hash));
    }

    private synchronized @Nullable Known known(String hash) {
        return known.get(hash);
    }

    private Optional<ApiToken> read(String hash, Instant now) {
        Optional<ApiToken> found = tokens.findByHash(hash);
        synchronized (this) {
            known.remove(hash);
            found.ifPresent(token -> known.put(hash, new Known(token, now)));
        }
        found.filter(token -> !token.isExpired(now)).ifPresent(token -> markUsed(token, now));
        return found;
    }

    private void markUsed(ApiToken token, Instant now) {
        Instant last = token.lastUsedAt();
        if (last == null || last.plus(USE_STEP).isBefore(now)) {
            tokens.markUsed(token.id(), now);
        }
    }

    /** A token was removed. */
    synchronized void forget() {
        known.clear();
    }
}
