package io.tocsin.rule;

import io.tocsin.template.TextTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One alerting rule as its file says it, checked.
 *
 * @param expression the query as written; LogQL, or PromQL when the group's data source is a Prometheus; of a rule that
 *     watches for absence, the query for the lines of one interval
 * @param absence null for a rule with an expression of its own
 * @param condition when absent, every series of the answer is active
 * @param holdDuration {@code for}: how long an instance must be active before it fires; zero fires at once
 * @param keepFiringFor how long a firing instance must be inactive before it resolves
 * @param contactPoints where its notifications go; empty: the notification policies decide
 * @param labels added to every instance, the group's labels included; values may be templates
 * @param annotations texts for people
 * @param line where the rule starts in its file, 1-based
 */
public record AlertRule(
        RuleKey key,
        String expression,
        @Nullable Absence absence,
        @Nullable Condition condition,
        Duration holdDuration,
        Duration keepFiringFor,
        NoDataPolicy noData,
        ErrorPolicy onError,
        EvidenceSettings evidence,
        List<ContactPointName> contactPoints,
        boolean paused,
        SortedMap<String, TextTemplate> labels,
        SortedMap<String, TextTemplate> annotations,
        int line) {

    public AlertRule {
        contactPoints = List.copyOf(contactPoints);
        labels = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        annotations = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /** The same rule, evaluated even if its file says that it is not to be. */
    public AlertRule unpaused() {
        return new AlertRule(
                key,
                expression,
                absence,
                condition,
                holdDuration,
                keepFiringFor,
                noData,
                onError,
                evidence,
                contactPoints,
                false,
                labels,
                annotations,
                line);
    }

    /** The alert's name, which becomes its {@code alertname} label. */
    public String name() {
        return key.alert();
    }

    /** What it watches when it fires for entities that fell silent. */
    public Optional<Absence> watches() {
        return Optional.ofNullable(absence);
    }

    public Optional<Condition> activeWhen() {
        return Optional.ofNullable(condition);
    }

    /** Whether a sample of this value is active. */
    public boolean isActive(double value) {
        return absence == null ? condition == null || condition.isSatisfiedBy(value) : absence.isMissing(value);
    }

    /** The annotations' source texts by name. */
    public Map<String, String> annotationSources() {
        Map<String, String> sources = new TreeMap<>();
        annotations.forEach((name, template) -> sources.put(name, template.source()));
        return sources;
    }
}
