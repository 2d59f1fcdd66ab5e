package io.tocsin.text.go;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * A point in time with a zone, as Go's {@code time.Time}. Loki's local zone is taken to be UTC.
 *
 * @param value never null; nanosecond precision
 */
public record GoTime(ZonedDateTime value) {

    /** Go's zero time: the first of January of the year 1. */
    public static final GoTime ZERO = new GoTime(ZonedDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    public static GoTime ofNanos(long nanos) {
        return ofSeconds(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    /** Seconds outside of what java.time can hold are cut to its limits. */
    public static GoTime ofSeconds(long seconds, long nanos) {
        long kept = Math.max(Instant.MIN.getEpochSecond(), Math.min(Instant.MAX.getEpochSecond(), seconds));
        Instant instant = Instant.ofEpochSecond(kept, nanos);
        // Not instant.atZone: it makes the rules of the zone anew each time, and UTC has none.
        return new GoTime(LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC)
                .atZone(ZoneOffset.UTC));
    }

    public GoTime in(ZoneId zone) {
        return new GoTime(value.withZoneSameInstant(zone));
    }

    public long unixSeconds() {
        return value.toEpochSecond();
    }

    /** Wraps around like Go outside the years 1678 to 2262. */
    public long unixNanos() {
        return value.toEpochSecond() * NANOS_PER_SECOND + value.getNano();
    }

    public long unixMillis() {
        return value.toEpochSecond() * 1000 + value.getNano() / 1_000_000;
    }

    /** The zone's abbreviation, or its offset when it has none. */
    String zoneName() {
        if (value.getOffset().equals(ZoneOffset.UTC) && value.getZone() instanceof ZoneOffset) {
            return "UTC";
        }
        String name = java.time.format.DateTimeFormatter.ofPattern("zzz", java.util.Locale.ENGLISH)
                .format(value);
        return name.chars().allMatch(c -> c >= 'A' && c <= 'Z')
                ? name
                : TimeLayout.offset(value.getOffset().getTotalSeconds(), "-07");
    }

    /** As Go prints a time without layout: {@code 2026-11-18 10:06:00.5 +0000 UTC}. */
    @Override
    public String toString() {
        return TimeLayout.format("2006-01-02 15:04:05.999999999 -0700 MST", this);
    }
}
