package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.RateLimit;
import io.tocsin.delivery.store.RateLanes;
import io.tocsin.rule.ContactPointName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How often contact points may be posted to, and what their services answer about that. Blocks. */
final class SendingLanes {

    /** What is further away may be a pause that is long, or from before the clock was set back; the database knows. */
    private static final Duration TRUSTED = Duration.ofSeconds(10);

    private final RateLanes lanes;
    private final Clock clock;
    /** By contact point, until when nobody gets a place of its lane, whatever other replicas do. */
    private final Map<ContactPointName, Instant> fullUntil = new ConcurrentHashMap<>();

    SendingLanes(RateLanes lanes, Clock clock) {
        this.lanes = lanes;
        this.clock = clock;
    }

    /**
     * How many requests there may be a place for, as far as this process knows; asks no database, so that a contact point
     * that has to wait costs nothing.
     */
    int room(Notifier notifier, ContactPoint contactPoint) {
        if (notifier.rateLimit().isUnlimited()) {
            return Integer.MAX_VALUE;
        }
        return untilNextPlace(contactPoint).isZero() ? notifier.rateLimit().burst() : 0;
    }

    /** How long there is no place for a request, as far as this process knows. */
    Duration untilNextPlace(ContactPoint contactPoint) {
        Instant now = clock.instant();
        Instant next = fullUntil.getOrDefault(contactPoint.name(), now);
        boolean isFull = now.isBefore(next) && next.isBefore(now.plus(TRUSTED));
        return isFull ? Duration.between(now, next) : Duration.ZERO;
    }

    /** Takes the places of requests, and returns those that got one. */
    List<Candidate> takePlaces(List<Candidate> all) {
        Instant now = clock.instant();
        List<Candidate> given = new ArrayList<>();
        // In the order of their names, as in other replicas, so that no two wait for each other.
        Map<String, List<Candidate>> byLane = new TreeMap<>();
        for (Candidate one : all) {
            if (one.notifier().rateLimit().isUnlimited()) {
                given.add(one);
            } else {
                byLane.computeIfAbsent(one.lane(), unseen -> new ArrayList<>()).add(one);
            }
        }
        byLane.forEach((lane, some) -> {
            RateLimit limit = some.get(0).notifier().rateLimit();
            RateLanes.LaneTurns turns = lanes.tryAcquire(lane, limit, some.size(), now);
            some.forEach(one -> fullUntil.put(one.contactPoint().name(), turns.nextAt()));
            given.addAll(some.subList(0, turns.given()));
        });
        return given;
    }

    /** Retry-After is for everything that goes to the endpoint, not only for the refused message. */
    void heed(DeliveryOutcome outcome, Candidate sent) {
        Duration pause = pauseOf(outcome);
        if (!pause.isZero() && !sent.notifier().rateLimit().isUnlimited()) {
            lanes.pause(sent.lane(), clock.instant(), pause);
        }
    }

    private static Duration pauseOf(DeliveryOutcome outcome) {
        if (outcome instanceof DeliveryOutcome.Delivered delivered) {
            return delivered.pause();
        }
        if (outcome instanceof DeliveryOutcome.Retryable retryable
                && retryable.reason() == FailureReason.RATE_LIMITED
                && retryable.retryAfter() != null) {
            return retryable.retryAfter();
        }
        return Duration.ZERO;
    }
}
