package io.tocsin.task;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;

/**
 * What failed within a step that serves many: each is tried again after a pause that grows with its failures, and logged
 * whole only the first time, so that neither the others nor the log suffer. Safe for several threads.
 */
public final class Setbacks {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MAX_DOUBLINGS = 10;
    /** What did not fail again for so long has gone, or succeeds. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final String kind;
    private final Logger log;
    private final Map<String, Setback> setbacks = new HashMap<>();

    /** @param kind what is served, in the log and in front of the name: {@code contactPoint} */
    public Setbacks(String kind, Logger log) {
        this.kind = kind;
        this.log = log;
    }

    /**
     * One that fails.
     *
     * @param failures in a row
     * @param cause in one line
     */
    public record Setback(String name, int failures, Instant since, Instant last, Instant notBefore, String cause) {}

    public synchronized boolean mayTry(String name, Instant at) {
        Setback setback = setbacks.get(name);
        // A time before the last failure is that of a clock that was set back; it would be waited for as long.
        return setback == null || !at.isBefore(setback.notBefore()) || at.isBefore(setback.last());
    }

    public synchronized void succeeded(String name) {
        Setback setback = setbacks.remove(name);
        if (setback != null) {
            log.info("Succeeds again: {}={} failures={}", kind, name, setback.failures());
        }
    }

    /** Nothing will be tried any more. */
    public synchronized void forget(String name) {
        setbacks.remove(name);
    }

    /** Returns how many times in a row it has failed by now. */
    public synchronized int failed(String name, Throwable failure, Instant at) {
        setbacks.values()
                .removeIf(setback -> setback.last().plus(FORGOTTEN_AFTER).isBefore(at));
        Setback before = setbacks.get(name);
        int failures = before == null ? 1 : before.failures() + 1;
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        Instant notBefore = at.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        String cause = WorkTally.oneLine(failure);
        setbacks.put(name, new Setback(name, failures, before == null ? at : before.since(), at, notBefore, cause));
        if (failures == 1) {
            log.error("Failed, it is tried again while the others go on: {}={}", kind, name, failure);
        } else {
            log.warn("Fails again: {}={} failures={} cause={}", kind, name, failures, cause);
        }
        return failures;
    }

    /** Those that fail, by name. */
    public synchronized List<Setback> current() {
        return List.copyOf(new TreeMap<>(setbacks).values());
    }
}
