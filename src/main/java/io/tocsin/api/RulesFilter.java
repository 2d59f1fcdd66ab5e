package io.tocsin.api;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatcherParser;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RecordingRule;
import io.tocsin.rule.RuleGroup;
import java.util.List;
import java.util.Map;

/**
 * Which rules a client asked for; an empty list accepts all.
 *
 * @param matchers a rule must satisfy all of at least one of them, with the labels that the rule itself sets
 */
record RulesFilter(
        List<String> names,
        List<String> groups,
        List<String> files,
        List<List<LabelMatcher>> matchers,
        RuleKinds kinds,
        boolean withAlerts) {

    /** What {@code type} asks for. */
    enum RuleKinds {
        ALL,
        ALERTS,
        RECORDINGS;

        /** @throws IllegalArgumentException with Prometheus' words if it is none */
        static RuleKinds of(String type) {
            return switch (type) {
                case "" -> ALL;
                case "alert" -> ALERTS;
                case "record" -> RECORDINGS;
                default ->
                    throw new IllegalArgumentException(
                            "not supported value \"" + type + "\" for type: use alert or record");
            };
        }
    }

    RulesFilter {
        names = List.copyOf(names);
        groups = List.copyOf(groups);
        files = List.copyOf(files);
        matchers = List.copyOf(matchers);
    }

    /** @throws io.tocsin.label.MatcherSyntaxException if a {@code match[]} is no selector */
    static RulesFilter of(Map<String, List<String>> parameters) {
        return new RulesFilter(
                values(parameters, "rule_name[]"),
                values(parameters, "rule_group[]"),
                values(parameters, "file[]"),
                values(parameters, "match[]").stream()
                        .map(MatcherParser::parseAll)
                        .toList(),
                RuleKinds.of(values(parameters, "type").stream().findFirst().orElse("")),
                values(parameters, "exclude_alerts").stream()
                        .noneMatch(text -> text.equalsIgnoreCase("true") || text.equals("1")));
    }

    private static List<String> values(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of());
    }

    boolean accepts(RuleGroup group) {
        return (groups.isEmpty() || groups.contains(group.key().group()))
                && (files.isEmpty() || files.contains(group.key().file()));
    }

    boolean accepts(AlertRule rule) {
        return kinds != RuleKinds.RECORDINGS
                && (names.isEmpty() || names.contains(rule.name()))
                && (matchers.isEmpty() || hasLabels(rule));
    }

    boolean accepts(RecordingRule rule) {
        return kinds != RuleKinds.ALERTS
                && (names.isEmpty() || names.contains(rule.name()))
                && (matchers.isEmpty()
                        || matchers.stream()
                                .anyMatch(set -> set.stream()
                                        .allMatch(matcher -> matcher.matchesValue(
                                                rule.labels().getOrDefault(matcher.name(), "")))));
    }

    /** A label that is a template has no value yet, and so none that could be compared. */
    private boolean hasLabels(AlertRule rule) {
        return matchers.stream()
                .anyMatch(set -> set.stream().allMatch(matcher -> {
                    var template = rule.labels().get(matcher.name());
                    return template == null || template.hasTags()
                            ? matcher.matchesValue("")
                            : matcher.matchesValue(template.source());
                }));
    }

    /** Whether groups without a matching rule are to be left out, as Prometheus does. */
    boolean isNarrowed() {
        return !names.isEmpty() || !matchers.isEmpty() || kinds != RuleKinds.ALL;
    }
}
