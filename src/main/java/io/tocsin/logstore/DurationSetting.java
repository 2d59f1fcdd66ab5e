package io.tocsin.logstore;

import io.tocsin.text.go.PrometheusDuration;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/** A duration in the settings: as Prometheus writes it ({@code 2h}, {@code 30d}, {@code 1h30m}) or as ISO 8601. */
public record DurationSetting(Duration value) {

    /** The name that Spring's binding looks for. */
    public static DurationSetting valueOf(String text) {
        String trimmed = text.trim();
        try {
            boolean isIso = trimmed.matches("[-+]?[Pp].*");
            return new DurationSetting(isIso ? Duration.parse(trimmed) : PrometheusDuration.parse(trimmed));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a duration such as 2h, 1h30m or 30d", e);
        }
    }
}
