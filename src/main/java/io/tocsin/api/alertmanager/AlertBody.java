package io.tocsin.api.alertmanager;

import io.tocsin.external.ExternalAlert;
import io.tocsin.label.Labels;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** An alert in a body; times and the generator's address may be absent. */
record AlertBody(
        @Nullable Map<String, String> labels,
        @Nullable Map<String, String> annotations,
        @Nullable String startsAt,
        @Nullable String endsAt,
        @Nullable String generatorURL) {

    private static final HttpStatus BAD = HttpStatus.BAD_REQUEST;
    private static final int MAX_LABELS = 64;
    private static final int MAX_LABEL_CHARS = 2_000;
    private static final int MAX_ANNOTATION_CHARS = 64 * 1024;

    /**
     * As Alertmanager understands it: labels without a value are none, and a time that is missing is now.
     *
     * @throws AlertmanagerException if it has no labels, too many, or ends before it starts
     */
    ExternalAlert alert(Instant now) {
        TreeMap<String, String> names = new TreeMap<>();
        Objects.requireNonNullElse(labels, Map.<String, String>of()).forEach((name, value) -> {
            if (value != null && !value.isEmpty()) {
                names.put(name, value);
            }
        });
        if (names.isEmpty()) {
            throw AlertmanagerException.of(BAD, "at least one label pair required");
        }
        boolean isTooLarge = names.size() > MAX_LABELS
                || names.entrySet().stream()
                        .anyMatch(label -> label.getKey().isEmpty()
                                || label.getKey().length() > MAX_LABEL_CHARS
                                || label.getValue().length() > MAX_LABEL_CHARS);
        TreeMap<String, String> texts = new TreeMap<>();
        Objects.requireNonNullElse(annotations, Map.<String, String>of()).forEach((name, value) -> {
            if (value != null) {
                texts.put(name, value.substring(0, Math.min(value.length(), MAX_ANNOTATION_CHARS)));
            }
        });
        if (isTooLarge || texts.size() > MAX_LABELS) {
            throw AlertmanagerException.of(
                    BAD,
                    "an alert may have " + MAX_LABELS + " labels and annotations, and a label " + MAX_LABEL_CHARS
                            + " characters");
        }
        Instant end = AlertmanagerTimes.read(endsAt, "endsAt");
        Instant start = AlertmanagerTimes.read(startsAt, "startsAt");
        Instant from = start == null ? (end != null && end.isBefore(now) ? end : now) : start;
        if (end != null && end.isBefore(from)) {
            throw AlertmanagerException.of(BAD, "start time must be before end time");
        }
        return new ExternalAlert(Labels.of(names), texts, from, end, Objects.requireNonNullElse(generatorURL, ""));
    }
}
