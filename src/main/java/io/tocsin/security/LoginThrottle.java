package io.tocsin.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing: after five failures in a row from one address each further try must wait, from one second and
 * doubling up to five minutes. A success clears it. Safe for use by many threads.
 */
@Component
class LoginThrottle {

    private static final int FREE_FAILURES = 5;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final int MAX_ADDRESSES = 10_000;

    private final Clock clock;

    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    private record Failures(int count, Instant allowedAt) {}

    /** How long this address must still wait; empty when it may try now. */
    synchronized Optional<Duration> waitFor(String address) {
        Failures known = failures.get(address);
        Instant now = clock.instant();
        if (known == null || !known.allowedAt().isAfter(now)) {
            return Optional.empty();
        }
        Duration wait = Duration.between(now, known.allowedAt());
        // Nobody was ever told to wait longer: the clock was set back.
        return wait.compareTo(LONGEST_WAIT) > 0 ? Optional.empty() : Optional.of(wait);
    }

    synchronized void failed(String address) {
        Failures known = failures.get(address);
        int count = known == null ? 1 : known.count() + 1;
        Duration pause = Duration.ZERO;
        if (count >= FREE_FAILURES) {
            long seconds = 1L << Math.min(count - FREE_FAILURES, 10);
            pause = Duration.ofSeconds(Math.min(seconds, LONGEST_WAIT.toSeconds()));
        }
        failures.remove(address);
        failures.put(address, new Failures(count, clock.instant().plus(pause)));
    }

    synchronized void succeeded(String address) {
        failures.remove(address);
    }
}
