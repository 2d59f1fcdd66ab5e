package io.tocsin.web.rules;

import io.tocsin.backtest.BacktestRejectedException;
import io.tocsin.web.FormValues;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of the past that a form asks for: a length, and an end that is now unless it was typed. */
public record BacktestPeriod(Instant start, Instant end) {

    public static final String DEFAULT = "1d";

    private static final Map<String, Duration> LENGTHS = lengths();

    private static Map<String, Duration> lengths() {
        Map<String, Duration> lengths = new LinkedHashMap<>();
        lengths.put("1h", Duration.ofHours(1));
        lengths.put("6h", Duration.ofHours(6));
        lengths.put(DEFAULT, Duration.ofDays(1));
        lengths.put("3d", Duration.ofDays(3));
        lengths.put("7d", Duration.ofDays(7));
        lengths.put("14d", Duration.ofDays(14));
        lengths.put("30d", Duration.ofDays(30));
        return lengths;
    }

    /** What a form offers, shortest first. */
    public static List<String> choices() {
        return List.copyOf(LENGTHS.keySet());
    }

    /** @throws BacktestRejectedException if the form names no period, or no time */
    public static BacktestPeriod of(FormValues form, Instant now) {
        String choice = form.text("period").isEmpty() ? DEFAULT : form.text("period");
        Duration length = LENGTHS.get(choice);
        if (length == null) {
            throw new BacktestRejectedException(
                    "\"" + choice + "\" is no period; choose one of " + String.join(", ", LENGTHS.keySet()));
        }
        Instant end = form.text("end").isEmpty()
                ? now.truncatedTo(ChronoUnit.MILLIS)
                : time(form.text("end"), form.text("zone"));
        return new BacktestPeriod(end.minus(length), end);
    }

    private static Instant time(String text, String zone) {
        try {
            return LocalDateTime.parse(text)
                    .atZone(ZoneId.of(zone.isEmpty() ? "UTC" : zone))
                    .toInstant();
        } catch (DateTimeException e) {
            throw new BacktestRejectedException("\"" + text + "\" is no time; write it as in 2026-11-21T10:00");
        }
    }
}
