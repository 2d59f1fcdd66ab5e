package io.tocsin.web.silences;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatcherParser;
import io.tocsin.label.MatcherSyntaxException;
import io.tocsin.regex.RegexBudget;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link SilenceForm} means, and what is wrong with it, field by field. */
final class SilenceReading {

    private static final Map<String, Duration> DURATIONS = Map.of(
            "30m", Duration.ofMinutes(30),
            "1h", Duration.ofHours(1),
            "2h", Duration.ofHours(2),
            "4h", Duration.ofHours(4),
            "1d", Duration.ofDays(1),
            "1w", Duration.ofDays(7));

    private static final LocalTime MORNING = LocalTime.of(9, 0);

    private final List<WrongField> problems = new ArrayList<>();
    private final List<LabelMatcher> matchers = new ArrayList<>();
    private final Instant startsAt;
    private final Instant endsAt;

    /** One thing that is wrong; {@code code} is the key of a message with one argument. */
    record WrongField(String field, String code, String argument) {}

    SilenceReading(SilenceForm form, Instant at) {
        readMatchers(form.matchers());
        Instant start = form.startsAt().isEmpty() ? at : readTime("startsAt", form.startsAt(), form.zone());
        Instant begin = start == null ? at : start;
        Instant end = end(form, begin);
        this.startsAt = begin;
        this.endsAt = end == null ? begin : end;
    }

    private @Nullable Instant end(SilenceForm form, Instant begin) {
        Duration preset = DURATIONS.get(form.duration());
        if (preset != null) {
            return begin.plus(preset);
        }
        ZonedDateTime local = begin.atZone(zone(form.zone()));
        return switch (form.duration()) {
            case SilenceForm.MORNING -> nextMorning(local, local.toLocalDate(), 1);
            case SilenceForm.MONDAY ->
                nextMorning(local, local.toLocalDate().with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY)), 7);
            default -> readTime("endsAt", form.endsAt(), form.zone());
        };
    }

    /** When work begins on a day, or so many days later if that has been already. */
    private static Instant nextMorning(ZonedDateTime now, LocalDate first, int laterDays) {
        ZonedDateTime morning = first.atTime(MORNING).atZone(now.getZone());
        return (morning.isAfter(now) ? morning : morning.plusDays(laterDays)).toInstant();
    }

    private void readMatchers(String text) {
        RegexBudget budget = new RegexBudget();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            try {
                if (!line.isBlank()) {
                    matchers.addAll(MatcherParser.parseAll(line, budget));
                }
            } catch (MatcherSyntaxException e) {
                problems.add(
                        new WrongField("matchers", "silences.problem.matcher", place(lines, i, e) + e.getMessage()));
            }
        }
        if (matchers.isEmpty() && problems.isEmpty()) {
            problems.add(new WrongField("matchers", "silences.problem.none", ""));
        }
    }

    /** Of several lines the problem says which one it is in. */
    private static String place(List<String> lines, int line, MatcherSyntaxException problem) {
        return lines.size() == 1 ? "" : "matchers:" + (line + 1) + ":" + (problem.offset() + 1) + ": ";
    }

    private @Nullable Instant readTime(String field, String text, String zone) {
        try {
            return LocalDateTime.parse(text).atZone(zone(zone)).toInstant();
        } catch (DateTimeException e) {
            problems.add(new WrongField(field, "silences.problem.time", text));
            return null;
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }

    /** Those that could be read. */
    List<LabelMatcher> matchers() {
        return List.copyOf(matchers);
    }

    Instant startsAt() {
        return startsAt;
    }

    Instant endsAt() {
        return endsAt;
    }

    List<WrongField> problems() {
        return List.copyOf(problems);
    }

    /** A sentence of the silences' own limits, put beside the field that it is about. */
    static WrongField ofLimits(String sentence) {
        String field = "general";
        if (sentence.contains("comment")) {
            field = "comment";
        } else if (sentence.contains("matcher") || sentence.contains("label")) {
            field = "matchers";
        } else if (sentence.contains("the end") || sentence.contains("may last")) {
            field = "endsAt";
        }
        return new WrongField(field, "problem.plain", sentence);
    }
}
