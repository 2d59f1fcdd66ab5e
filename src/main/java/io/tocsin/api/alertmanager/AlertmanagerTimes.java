package io.tocsin.api.alertmanager;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as Alertmanager reads and writes them. */
final class AlertmanagerTimes {

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    /** What Go writes for a time that was not set. */
    private static final String UNSET = "0001-01-01T00:00:00";

    private AlertmanagerTimes() {}

    static String print(Instant time) {
        return MILLIS.format(time);
    }

    /**
     * Null when it is not given.
     *
     * @param field how the refusal names it
     */
    static @Nullable Instant read(@Nullable String text, String field) {
        if (text == null || text.isEmpty() || text.startsWith(UNSET)) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw AlertmanagerException.invalid(field + " in body must be of type date-time: \"" + text + "\"");
        }
    }
}
