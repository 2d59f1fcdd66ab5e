package io.tocsin.rule;

import io.tocsin.template.TextTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One alerting rule as its file says it, checked.
 *
 * @param contactPoints where its notifications go; empty: the notification policies decide
 * @param line where the rule starts in its file, 1-based
 */
public record AlertRule(
        RuleKey key,
        RuleQuestion question,
        FiringTerms terms,
        EvidenceSettings evidence,
        List<ContactPointName> contactPoints,
        boolean paused,
        RuleTemplates templates,
        int line) {

    public AlertRule {
        contactPoints = List.copyOf(contactPoints);
    }

    /** The same rule, evaluated even if its file says that it is not to be. */
    public AlertRule unpaused() {
        return new AlertRule(key, question, terms, evidence, contactPoints, false, templates, line);
    }

    /** The alert's name, which becomes its {@code alertname} label. */
    public String name() {
        return key.alert();
    }

    /** The query as it is put to the data source. */
    public String expression() {
        return question.expression();
    }

    /** Null for a rule with an expression of its own. */
    public @Nullable Absence absence() {
        return question.absence();
    }

    /** Null: every series of the answer is active. */
    public @Nullable Condition condition() {
        return question.condition();
    }

    /** What it watches when it fires for entities that fell silent. */
    public Optional<Absence> watches() {
        return Optional.ofNullable(absence());
    }

    public Optional<Condition> activeWhen() {
        return Optional.ofNullable(condition());
    }

    /** Whether a sample of this value is active. */
    public boolean isActive(double value) {
        return question.isActive(value);
    }

    /** {@code for}: how long an instance must be active before it fires; zero fires at once. */
    public Duration holdDuration() {
        return terms.holdDuration();
    }

    /** How long a firing instance must be inactive before it resolves. */
    public Duration keepFiringFor() {
        return terms.keepFiringFor();
    }

    public NoDataPolicy noData() {
        return terms.noData();
    }

    public ErrorPolicy onError() {
        return terms.onError();
    }

    /** Added to every instance, the group's labels included. */
    public SortedMap<String, TextTemplate> labels() {
        return templates.labels();
    }

    /** Texts for people. */
    public SortedMap<String, TextTemplate> annotations() {
        return templates.annotations();
    }

    /** The annotations' source texts by name. */
    public Map<String, String> annotationSources() {
        return templates.annotationSources();
    }
}
