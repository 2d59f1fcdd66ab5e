package io.tocsin.web.alerts;

import io.tocsin.alert.store.ActiveAlerts;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatcherParser;
import io.tocsin.label.MatcherSyntaxException;
import io.tocsin.text.go.PrometheusDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The filter of the alerts page: label matchers, and words with an {@code @} for what is no label, such as
 * {@code host=~"web.*", @state=firing, @age>10m}. All of them must hold.
 */
final class AlertFilter {

    static final AlertFilter ALL = new AlertFilter(List.of(), List.of());

    private static final String AGE = "@age";
    private static final List<String> WORDS =
            List.of("@state", "@silenced_by", "@receiver", "@rule", "@group", "@file");

    private final List<LabelMatcher> matchers;
    private final List<Age> ages;

    private AlertFilter(List<LabelMatcher> matchers, List<Age> ages) {
        this.matchers = matchers;
        this.ages = ages;
    }

    private record Age(boolean isOlder, Duration than) {

        boolean accepts(Duration age) {
            return isOlder ? age.compareTo(than) > 0 : age.compareTo(than) < 0;
        }
    }

    /** @throws IllegalArgumentException if the text is no filter; the message says what is wrong */
    static AlertFilter parse(String text) {
        List<Age> ages = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (String part : FilterParts.split(text)) {
            if (part.startsWith(AGE)) {
                ages.add(age(part.substring(AGE.length()).strip()));
            } else {
                rest.add(part);
            }
        }
        try {
            List<LabelMatcher> matchers = MatcherParser.parseAll(String.join(", ", rest));
            matchers.forEach(matcher -> checkName(matcher.name()));
            return new AlertFilter(matchers, ages);
        } catch (MatcherSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Age age(String bound) {
        if (!bound.startsWith(">") && !bound.startsWith("<")) {
            throw new IllegalArgumentException("@age needs > or < and a duration, for example @age>10m");
        }
        return new Age(
                bound.charAt(0) == '>',
                PrometheusDuration.parse(bound.substring(1).strip()));
    }

    private static void checkName(String name) {
        if (name.startsWith("@") && !WORDS.contains(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is not known; use " + AGE + ", "
                    + String.join(", ", WORDS.subList(0, WORDS.size() - 1)) + " or " + WORDS.get(WORDS.size() - 1));
        }
    }

    boolean isEmpty() {
        return matchers.isEmpty() && ages.isEmpty();
    }

    /** The filter as matchers of a silence; empty when it has none, or more than a silence can say. */
    List<String> asSilence() {
        boolean isOnlyLabels = ages.isEmpty()
                && matchers.stream().noneMatch(matcher -> matcher.name().startsWith("@"));
        return isOnlyLabels ? matchers.stream().map(LabelMatcher::toString).toList() : List.of();
    }

    boolean accepts(ActiveAlerts.ActiveEntry alert, AlertSurroundings.SurroundingsNow surroundings, Instant now) {
        Instant firedAt = alert.firedAt();
        Duration age = Duration.between(firedAt == null ? alert.activeAt() : firedAt, now);
        return ages.stream().allMatch(bound -> bound.accepts(age))
                && matchers.stream().allMatch(matcher -> accepts(matcher, alert, surroundings));
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
