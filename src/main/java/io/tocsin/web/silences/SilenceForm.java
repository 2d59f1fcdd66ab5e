package io.tocsin.web.silences;

import io.tocsin.label.LabelMatcher;
import io.tocsin.silence.Silence;
import io.tocsin.web.FormValues;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The fields of the silence form as they were typed.
 *
 * @param matchers one matcher per line, or several separated by commas
 * @param duration a preset such as {@code 2h}, or {@code custom}
 * @param isConfirmed whether the person has said that so many alerts are meant
 * @param startsAt a local time in {@code zone}; empty: now
 * @param endsAt a local time in {@code zone}; counts only with {@code custom}
 */
record SilenceForm(
        String matchers,
        String duration,
        String startsAt,
        String endsAt,
        String zone,
        String comment,
        boolean isConfirmed) {

    /** Until work begins: at nine in the morning in the reader's zone. */
    static final String MORNING = "morning";

    static final String MONDAY = "monday";
    static final List<String> PRESETS = List.of("30m", "1h", "2h", "4h", MORNING, "1d", MONDAY, "1w");
    static final String CUSTOM = "custom";

    private static final String DEFAULT_PRESET = "2h";
    private static final DateTimeFormatter INPUT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm").withZone(ZoneOffset.UTC);

    static SilenceForm submitted(FormValues form) {
        return new SilenceForm(
                form.text("matchers"),
                form.text("duration"),
                form.text("startsAt"),
                form.text("endsAt"),
                form.text("zone"),
                form.text("comment"),
                form.has("confirmed"));
    }

    /** From the parameters of a link: {@code matcher} any number of times, {@code duration} and {@code comment}. */
    static SilenceForm prefilled(FormValues link) {
        String duration = link.text("duration");
        return new SilenceForm(
                String.join("\n", link.texts("matcher")),
                PRESETS.contains(duration) ? duration : DEFAULT_PRESET,
                "",
                "",
                "UTC",
                link.text("comment"),
                false);
    }

    /** What is there now, to be changed. */
    static SilenceForm of(Silence silence, Instant at) {
        return new SilenceForm(
                silence.matchers().stream().map(LabelMatcher::toString).collect(Collectors.joining("\n")),
                CUSTOM,
                silence.startsAt().isAfter(at) ? INPUT.format(silence.startsAt()) : "",
                INPUT.format(silence.endsAt()),
                "UTC",
                silence.comment(),
                false);
    }
}
