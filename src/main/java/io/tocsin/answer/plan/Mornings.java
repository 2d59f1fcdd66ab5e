package io.tocsin.answer.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** When work begins again. */
final class Mornings {

    private static final LocalTime NINE = LocalTime.of(9, 0);
    /** Whoever silences until the morning at 08:50 means the next one. */
    private static final Duration LEAST = Duration.ofMinutes(15);

    private Mornings() {}

    /** The next 09:00 in a zone that is worth waiting for. */
    static Instant after(Instant at, ZoneId zone) {
        ZonedDateTime morning = at.atZone(zone).with(NINE);
        while (morning.toInstant().isBefore(at.plus(LEAST))) {
            morning = morning.plusDays(1).with(NINE);
        }
        return morning.toInstant();
    }
}
