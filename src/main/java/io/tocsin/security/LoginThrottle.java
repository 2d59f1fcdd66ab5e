package io.tocsin.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down guessing. Tries are counted when they begin, for the account from this address, for the account from everywhere,
 * and for the address. After a few each further one must wait, from one second and doubling. A success forgets its own account
 * at its own address, and takes back no more than its own try elsewhere. Where an account was logged in to before, only its own
 * tries from there count, and no wait is long: others cannot lock it out. Safe for use by many threads.
 */
final class LoginThrottle {

    private static final int MAX_KEYS = 10_000;
    /** Tries longer ago than this are forgotten. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private static final Limit PAIR = new Limit(5, Duration.ofMinutes(5));
    private static final Limit KNOWN_PAIR = new Limit(5, Duration.ofSeconds(5));
    private static final Limit ACCOUNT = new Limit(20, Duration.ofMinutes(5));
    private static final Limit ADDRESS = new Limit(50, Duration.ofMinutes(1));

    private final Clock clock;
    private final Counters pairs = new Counters();
    private final Counters accounts = new Counters();
    private final Counters origins = new Counters();

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    /** @param free tries without a wait */
    private record Limit(int free, Duration longest) {}

    private record Tries(int count, Instant lastAt, Instant allowedAt) {

        static final Tries NONE = new Tries(0, Instant.EPOCH, Instant.EPOCH);
    }

    private static final class Counters extends LinkedHashMap<String, Tries> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > MAX_KEYS;
        }
    }

    /** One counter that a try is counted in. */
    private record CountedAt(Counters counters, String key, Limit limit) {}

    /**
     * One try that was let through.
     *
     * @param before what the counters said without it
     */
    final class LoginTry {

        private final List<CountedAt> places;
        private final List<Tries> before;

        private LoginTry(List<CountedAt> places, List<Tries> before) {
            this.places = places;
            this.before = before;
        }

        void succeeded() {
            synchronized (LoginThrottle.this) {
                for (int i = 0; i < places.size(); i++) {
                    CountedAt place = places.get(i);
                    Tries now = place.counters().getOrDefault(place.key(), Tries.NONE);
                    if (place.counters() == pairs || now.count() <= 1) {
                        place.counters().remove(place.key());
                    } else {
                        place.counters()
                                .put(
                                        place.key(),
                                        new Tries(
                                                now.count() - 1,
                                                now.lastAt(),
                                                before.get(i).allowedAt()));
                    }
                }
            }
        }
    }

    /**
     * What may be done now.
     *
     * @param attempt empty when it must wait
     */
    record LoginTurn(Optional<LoginTry> attempt, Duration pause) {}

    /**
     * Counts one more try, unless one that came before it must be waited for.
     *
     * @param isKnown whether this account was logged in to from this address before
     */
    synchronized LoginTurn begin(String account, String address, boolean isKnown) {
        Instant now = clock.instant();
        List<CountedAt> places = places(account, address, isKnown);
        Duration pause = pause(places, now);
        if (!pause.isZero()) {
            return new LoginTurn(Optional.empty(), pause);
        }
        List<Tries> before = places.stream().map(place -> count(place, now)).toList();
        return new LoginTurn(Optional.of(new LoginTry(places, before)), Duration.ZERO);
    }

    private static Duration pause(List<CountedAt> places, Instant now) {
        return places.stream()
                .map(place -> wait(place, now))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private List<CountedAt> places(String account, String address, boolean isKnown) {
        CountedAt pair = new CountedAt(pairs, address + " " + account, isKnown ? KNOWN_PAIR : PAIR);
        return isKnown
                ? List.of(pair)
                : List.of(pair, new CountedAt(accounts, account, ACCOUNT), new CountedAt(origins, address, ADDRESS));
    }

    private static Duration wait(CountedAt place, Instant now) {
        Tries tries = place.counters().getOrDefault(place.key(), Tries.NONE);
        if (!tries.allowedAt().isAfter(now)) {
            return Duration.ZERO;
        }
        Duration wait = Duration.between(now, tries.allowedAt());
        // Nobody was ever told to wait longer: the clock was set back, or the address is known by now.
        return wait.compareTo(place.limit().longest()) > 0 ? Duration.ZERO : wait;
    }

    /** Counts a try as a failed one, and returns what was known before. */
    private static Tries count(CountedAt place, Instant now) {
        Tries known = place.counters().getOrDefault(place.key(), Tries.NONE);
        Tries before = known.lastAt().plus(MEMORY).isBefore(now) ? Tries.NONE : known;
        int count = before.count() + 1;
        Duration pause = Duration.ZERO;
        if (count >= place.limit().free()) {
            long seconds = 1L << Math.min(count - place.limit().free(), 10);
            pause = Duration.ofSeconds(Math.min(seconds, place.limit().longest().toSeconds()));
        }
        place.counters().remove(place.key());
        place.counters().put(place.key(), new Tries(count, now, now.plus(pause)));
        return before;
    }
}
