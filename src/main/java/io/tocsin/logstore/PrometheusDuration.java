package io.tocsin.logstore;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration in the settings: as Prometheus writes it ({@code 2h}, {@code 30d}, {@code 1h30m}) or as ISO 8601. */
public record PrometheusDuration(Duration value) {

    private static final Pattern FORM = Pattern.compile(
            "(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?");
    private static final Duration[] UNITS = {
        Duration.ofDays(365),
        Duration.ofDays(7),
        Duration.ofDays(1),
        Duration.ofHours(1),
        Duration.ofMinutes(1),
        Duration.ofSeconds(1),
        Duration.ofMillis(1)
    };

    /** The name that Spring's binding looks for. */
    public static PrometheusDuration valueOf(String text) {
        String trimmed = text.trim();
        Matcher parts = FORM.matcher(trimmed);
        if (!trimmed.isEmpty() && parts.matches()) {
            Duration sum = Duration.ZERO;
            for (int unit = 0; unit < UNITS.length; unit++) {
                String amount = parts.group(unit + 1);
                if (amount != null) {
                    sum = sum.plus(UNITS[unit].multipliedBy(Long.parseLong(amount)));
                }
            }
            return new PrometheusDuration(sum);
        }
        try {
            return new PrometheusDuration(Duration.parse(trimmed));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a duration such as 2h, 1h30m or 30d", e);
        }
    }
}
