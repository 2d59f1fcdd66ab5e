package io.tocsin.web.alerts;

import io.tocsin.alert.Alert;
import io.tocsin.alert.store.ActiveAlerts;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import io.tocsin.label.MatcherParser;
import io.tocsin.label.MatcherSyntaxException;
import io.tocsin.text.NameSuggestion;
import io.tocsin.text.go.PrometheusDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The filter of the alerts page: label matchers, words with an {@code @} for what is no label, and plain words that names,
 * labels and texts are searched for, such as {@code host=~"web.*", @state=firing, @age>10m, timeout}. All must hold.
 */
public final class AlertFilter {

    public static final AlertFilter ALL = new AlertFilter(List.of(), List.of(), List.of());

    private static final String AGE = "@age";
    private static final List<String> WORDS =
            List.of("@state", "@silenced_by", "@receiver", "@rule", "@group", "@file");

    private static final List<String> STATES = List.of("firing", "pending", "recovering");
    /** So many letters at the beginning tell the states apart. */
    private static final int STEM = 3;

    private static final String OPERATORS = "=!~<>{}\"";

    private final List<LabelMatcher> matchers;
    private final List<Age> ages;
    private final List<String> words;

    private AlertFilter(List<LabelMatcher> matchers, List<Age> ages, List<String> words) {
        this.matchers = matchers;
        this.ages = ages;
        this.words = words;
    }

    private record Age(boolean isOlder, Duration than) {

        boolean accepts(Duration age) {
            return isOlder ? age.compareTo(than) > 0 : age.compareTo(than) < 0;
        }
    }

    /** @throws FilterProblem if the text is no filter */
    public static AlertFilter parse(String text) {
        List<Age> ages = new ArrayList<>();
        List<LabelMatcher> matchers = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (FilterParts.FilterPart part : FilterParts.split(text)) {
            if (part.text().startsWith(AGE)) {
                ages.add(age(part));
            } else if (part.text().chars().noneMatch(c -> OPERATORS.indexOf(c) >= 0)) {
                words.addAll(words(part));
            } else {
                matchers.addAll(matchers(part));
            }
        }
        return new AlertFilter(List.copyOf(matchers), List.copyOf(ages), List.copyOf(words));
    }

    private static Age age(FilterParts.FilterPart part) {
        String bound = part.text().substring(AGE.length()).strip();
        if (!bound.startsWith(">") && !bound.startsWith("<")) {
            throw new FilterProblem("age", part.text(), "@age>10m", part);
        }
        try {
            return new Age(
                    bound.charAt(0) == '>',
                    PrometheusDuration.parse(bound.substring(1).strip()));
        } catch (IllegalArgumentException e) {
            throw new FilterProblem("duration", bound.substring(1).strip(), "10m", part);
        }
    }

    private static List<String> words(FilterParts.FilterPart part) {
        if (part.text().startsWith("@")) {
            throw unknown(part.text(), part);
        }
        return List.of(part.text().toLowerCase(Locale.ROOT).split("\\s+"));
    }

    private static List<LabelMatcher> matchers(FilterParts.FilterPart part) {
        List<LabelMatcher> matchers;
        try {
            matchers = MatcherParser.parseAll(part.text());
        } catch (MatcherSyntaxException e) {
            throw new FilterProblem("matcher", String.valueOf(e.getMessage()), "", part);
        }
        for (LabelMatcher matcher : matchers) {
            if (matcher.name().startsWith("@") && !WORDS.contains(matcher.name())) {
                throw unknown(matcher.name(), part);
            }
            boolean isExact = matcher.type() == MatchType.EQUAL || matcher.type() == MatchType.NOT_EQUAL;
            if (matcher.name().equals("@state") && isExact && !STATES.contains(matcher.value())) {
                throw new FilterProblem("state", matcher.value(), suggestedState(matcher), part);
            }
        }
        return matchers;
    }

    private static FilterProblem unknown(String name, FilterParts.FilterPart part) {
        List<String> known = new ArrayList<>(WORDS);
        known.add(AGE);
        return new FilterProblem(
                "word", name, NameSuggestion.nearest(name, known).orElse(""), part);
    }

    private static String suggestedState(LabelMatcher matcher) {
        String value = matcher.value().toLowerCase(Locale.ROOT);
        return STATES.stream()
                .filter(state -> value.length() >= STEM && state.startsWith(value.substring(0, STEM)))
                .findFirst()
                .or(() -> NameSuggestion.nearest(value, STATES))
                .map(state -> "@state" + matcher.type().operator() + state)
                .orElse("");
    }

    /** Whether it says itself which states or mutes it wants. */
    boolean choosesStanding() {
        return matchers.stream()
                .anyMatch(matcher ->
                        matcher.name().equals("@state") || matcher.name().equals("@silenced_by"));
    }

    /** Whether it looks for words in the texts of alerts. */
    public boolean readsTexts() {
        return !words.isEmpty();
    }

    boolean isEmpty() {
        return matchers.isEmpty() && ages.isEmpty() && words.isEmpty();
    }

    /** The filter as matchers of a silence; empty when it has none, or more than a silence can say. */
    List<String> asSilence() {
        boolean isOnlyLabels = ages.isEmpty()
                && words.isEmpty()
                && matchers.stream().noneMatch(matcher -> matcher.name().startsWith("@"));
        return isOnlyLabels ? matchers.stream().map(LabelMatcher::toString).toList() : List.of();
    }

    public boolean accepts(
            ActiveAlerts.ActiveEntry alert, AlertSurroundings.SurroundingsNow surroundings, Instant now) {
        if (isEmpty()) {
            return true;
        }
        Instant firedAt = alert.firedAt();
        Duration age = Duration.between(firedAt == null ? alert.activeAt() : firedAt, now);
        return ages.stream().allMatch(bound -> bound.accepts(age))
                && words.stream().allMatch(word -> contains(alert, word))
                && matchers.stream().allMatch(matcher -> accepts(matcher, alert, surroundings));
    }

    /** Whether an alert that has ended has the labels that the filter asks for; the rest of the filter is left out. */
    boolean acceptsLabels(Alert ended) {
        return matchers.stream()
                .filter(matcher -> !matcher.name().startsWith("@"))
                .allMatch(matcher -> matcher.matches(ended.labels()));
    }

    private static boolean contains(ActiveAlerts.ActiveEntry alert, String word) {
        return alert.texts().toLowerCase(Locale.ROOT).contains(word)
                || alert.labels().asMap().entrySet().stream()
                        .anyMatch(label -> (label.getKey() + "=" + label.getValue())
                                .toLowerCase(Locale.ROOT)
                                .contains(word));
    }

    private static boolean accepts(
            LabelMatcher matcher, ActiveAlerts.ActiveEntry alert, AlertSurroundings.SurroundingsNow surroundings) {
        return switch (matcher.name()) {
            case "@state" -> matcher.matchesValue(alert.state().name().toLowerCase(Locale.ROOT));
            case "@rule" -> matcher.matchesValue(alert.rule().alert());
            case "@group" -> matcher.matchesValue(alert.rule().group().group());
            case "@file" -> matcher.matchesValue(alert.rule().group().file());
            case "@silenced_by" -> anyOf(matcher, surroundings.silencedBy(alert));
            case "@receiver" -> anyOf(matcher, surroundings.receivers(alert));
            default -> matcher.matches(alert.labels());
        };
    }

    /** Of several values one must agree; with != and !~ none may disagree. No value is the empty one. */
    private static boolean anyOf(LabelMatcher matcher, Collection<String> values) {
        if (values.isEmpty()) {
            return matcher.matchesValue("");
        }
        return matcher.type().isNegative()
                ? values.stream().allMatch(matcher::matchesValue)
                : values.stream().anyMatch(matcher::matchesValue);
    }
}
