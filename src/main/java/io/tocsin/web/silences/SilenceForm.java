package io.tocsin.web.silences;

import com.google.re2j.Pattern;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.label.MatchType;
import io.tocsin.regex.RegexBudget;
import io.tocsin.silence.Silence;
import io.tocsin.web.FormValues;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
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

    /** More than these are left out of a choice. */
    private static final int MOST_VALUES = 30;

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

    /** With matchers that all of these alerts have: what differs between them becomes a choice. */
    static SilenceForm covering(List<Labels> alerts, String comment) {
        List<String> matchers = new ArrayList<>();
        Labels first = alerts.isEmpty() ? Labels.empty() : alerts.get(0);
        for (String name : first.asMap().keySet()) {
            List<String> values =
                    alerts.stream().map(labels -> labels.get(name)).distinct().toList();
            if (values.size() == 1) {
                matchers.add(LabelMatcher.equal(name, values.get(0)).toString());
            } else if (!values.contains("") && values.size() <= MOST_VALUES) {
                matchers.add(LabelMatcher.of(
                                name,
                                MatchType.REGEX,
                                values.stream().map(Pattern::quote).collect(Collectors.joining("|")),
                                new RegexBudget())
                        .toString());
            }
        }
        return new SilenceForm(String.join("\n", matchers), DEFAULT_PRESET, "", "", "UTC", comment, false);
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
