package io.tocsin.web.rules;

import io.tocsin.rule.AlertRule;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.RuleGroup;
import io.tocsin.text.PlainDurations;
import io.tocsin.web.RuleAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a rule's file says of it. */
public record RuleDetail(
        String id,
        String name,
        boolean isPaused,
        QuestionView question,
        TermsView terms,
        TextsView texts,
        List<String> contactPoints,
        WrittenPlace place) {

    /** @param condition when an answer is active; empty: every series is */
    public record QuestionView(String expression, String condition) {}

    /** How long it waits, and what it makes of slots without an answer. */
    public record TermsView(String holdDuration, String keepFiringFor, String noData, String onError) {}

    /** The templates of its labels and annotations, as they are written. */
    public record TextsView(Map<String, String> labels, Map<String, String> annotations) {}

    /**
     * Where it stands, and what it has from its group.
     *
     * @param offset how far before the slot the data source is asked
     */
    public record WrittenPlace(
            String file, int line, String group, String interval, String offset, String dataSource) {}

    public static RuleDetail of(RuleGroup group, AlertRule rule, String offset) {
        Map<String, String> labels = new TreeMap<>();
        rule.labels().forEach((name, template) -> labels.put(name, template.source()));
        return new RuleDetail(
                RuleAddress.id(rule.key()),
                rule.name(),
                rule.paused(),
                new QuestionView(
                        rule.expression().strip(),
                        rule.watches()
                                .map(Object::toString)
                                .orElseGet(() ->
                                        rule.activeWhen().map(Object::toString).orElse(""))),
                new TermsView(
                        PlainDurations.print(rule.holdDuration()),
                        PlainDurations.print(rule.keepFiringFor()),
                        rule.noData().name().toLowerCase(Locale.ROOT),
                        rule.onError().name().toLowerCase(Locale.ROOT)),
                new TextsView(labels, rule.annotationSources()),
                rule.contactPoints().stream().map(ContactPointName::value).toList(),
                new WrittenPlace(
                        group.key().file(),
                        rule.line(),
                        group.key().group(),
                        PlainDurations.print(group.interval()),
                        offset,
                        group.dataSource()));
    }
}
