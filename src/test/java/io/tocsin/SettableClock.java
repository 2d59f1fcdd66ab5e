package io.tocsin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** A clock that goes when it is told to, in either direction. */
public final class SettableClock extends Clock {

    private volatile Instant now;
    private volatile Runnable beforeReading = () -> {};

    public SettableClock(Instant start) {
        now = start;
    }

    public void set(Instant instant) {
        now = instant;
    }

    public void tick(Duration duration) {
        now = now.plus(duration);
    }

    /** Lets something happen once, right before somebody is told the time, when a condition holds. */
    public void onceBeforeReading(BooleanSupplier condition, Runnable event) {
        AtomicBoolean isDone = new AtomicBoolean();
        beforeReading = () -> {
            if (!isDone.get() && condition.getAsBoolean() && isDone.compareAndSet(false, true)) {
                event.run();
            }
        };
    }

    @Override
    public Instant instant() {
        beforeReading.run();
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
