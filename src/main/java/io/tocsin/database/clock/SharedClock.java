package io.tocsin.database.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time by which everything is decided. It is this machine's until it is told to follow another one, which is the
 * database's when replicas share one: then leases, slots and silences mean the same to all of them, whatever their own
 * clocks say. Between two readings of the other clock time passes as it does for {@link System#nanoTime()}, so that a jump
 * of this machine's clock changes nothing.
 */
public final class SharedClock extends Clock {

    private final Clock own;
    private final LongSupplier nanos;
    private volatile @Nullable Reading followed;

    public SharedClock() {
        this(Clock.systemUTC(), System::nanoTime);
    }

    SharedClock(Clock own, LongSupplier nanos) {
        this.own = own;
        this.nanos = nanos;
    }

    /** The other clock showed {@code time} at {@code nanos}. */
    private record Reading(Instant time, long nanos) {}

    @Override
    public Instant instant() {
        Reading reading = followed;
        return reading == null ? own.instant() : reading.time().plusNanos(nanos.getAsLong() - reading.nanos());
    }

    /** This machine's clock, which decides nothing while another one is followed. */
    Instant ownTime() {
        return own.instant();
    }

    long nanos() {
        return nanos.getAsLong();
    }

    /**
     * Goes on from this time of the other clock.
     *
     * @param at what {@link #nanos()} was when it was read
     * @param tolerated a difference that may come from the reading itself, and changes nothing
     */
    void follow(Instant time, long at, Duration tolerated) {
        Reading reading = followed;
        if (reading != null) {
            Instant expected = reading.time().plusNanos(at - reading.nanos());
            if (Duration.between(expected, time).abs().compareTo(tolerated) <= 0) {
                return;
            }
        }
        followed = new Reading(time, at);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Nobody asks this clock for a date. */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("times are in UTC");
    }
}
