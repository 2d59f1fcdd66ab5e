package io.tocsin.web.logs;

import io.tocsin.web.FormValues;
import io.tocsin.web.ReaderZone;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The part of the past in which lines are looked for.
 *
 * @param isFixed whether somebody chose both ends; otherwise it ends now
 */
record LogWindow(Instant from, Instant to, boolean isFixed) {

    private static final int DEFAULT_MINUTES = 60;
    private static final int MAX_MINUTES = 7 * 24 * 60;

    /**
     * Takes {@code from} and {@code to}, as times in {@code zone} or as milliseconds, else {@code minutes}; what cannot be read
     * is as if it were not there.
     */
    static LogWindow of(FormValues query, Instant now) {
        ZoneId zone = ReaderZone.parse(query.text("zone"));
        Instant from = time(query.text("from"), zone);
        Instant to = time(query.text("to"), zone);
        Duration length = Duration.ofMinutes(minutes(query));
        if (from == null && to == null) {
            return new LogWindow(now.minus(length), now, false);
        }
        Instant end = to == null ? now : to;
        Instant start = from == null ? end.minus(length) : from;
        return start.isBefore(end) ? new LogWindow(start, end, true) : new LogWindow(end.minus(length), end, true);
    }

    static int minutes(FormValues query) {
        String text = query.text("minutes");
        return text.matches("\\d{1,6}") ? Math.min(Math.max(Integer.parseInt(text), 1), MAX_MINUTES) : DEFAULT_MINUTES;
    }

    private static @Nullable Instant time(String text, ZoneId zone) {
        if (text.matches("\\d{12,14}")) {
            return Instant.ofEpochMilli(Long.parseLong(text));
        }
        try {
            return text.isEmpty()
                    ? null
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    Duration length() {
        return Duration.between(from, to);
    }

    /** As the fields of a form have it, in whole seconds of UTC; a script moves them into the reader's zone. */
    static String typed(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "");
    }
}
