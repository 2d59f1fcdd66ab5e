package io.tocsin.delivery;

import io.tocsin.contactpoint.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a lane must remember between two messages: the generic cell rate algorithm, which needs one instant.
 *
 * @param theoreticalArrival when the lane will have worked off what it has sent
 * @param pausedUntil the service asked for silence until then
 */
public record RateLane(Instant theoreticalArrival, Instant pausedUntil) {

    public static final RateLane IDLE = new RateLane(Instant.EPOCH, Instant.EPOCH);

    /** The lane after one more message at this time; empty when it has to wait. */
    public Optional<RateLane> send(Instant at, RateLimit limit) {
        if (at.isBefore(freeAt(limit))) {
            return Optional.empty();
        }
        Instant base = theoreticalArrival.isAfter(at) ? theoreticalArrival : at;
        return Optional.of(new RateLane(base.plus(limit.interval()), pausedUntil));
    }

    /** The lane after the service asked for a pause; a shorter pause never ends a longer one. */
    public RateLane pause(Instant at, Duration pause) {
        Instant until = at.plus(pause);
        return until.isAfter(pausedUntil) ? new RateLane(theoreticalArrival, until) : this;
    }

    /** The earliest time of the next message. */
    public Instant freeAt(RateLimit limit) {
        Instant tolerated = theoreticalArrival.minus(limit.interval().multipliedBy(limit.burst() - 1L));
        return tolerated.isAfter(pausedUntil) ? tolerated : pausedUntil;
    }
}
