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
record RuleDetail(
        String id,
        String name,
        String expression,
        String condition,
        String holdDuration,
        String keepFiringFor,
        String noData,
        String onError,
        List<String> contactPoints,
        boolean isPaused,
        Map<String, String> labels,
        Map<String, String> annotations,
        String group,
        String interval,
        String offset,
        String dataSource,
        String file,
        int line) {

    static RuleDetail of(RuleGroup group, AlertRule rule, String offset) {
        Map<String, String> labels = new TreeMap<>();
        rule.labels().forEach((name, template) -> labels.put(name, template.source()));
        return new RuleDetail(
                RuleAddress.id(rule.key()),
                rule.name(),
                rule.expression().strip(),
                rule.watches()
                        .map(Object::toString)
                        .orElseGet(() -> rule.activeWhen().map(Object::toString).orElse("")),
                PlainDurations.print(rule.holdDuration()),
                PlainDurations.print(rule.keepFiringFor()),
                rule.noData().name().toLowerCase(Locale.ROOT),
                rule.onError().name().toLowerCase(Locale.ROOT),
                rule.contactPoints().stream().map(ContactPointName::value).toList(),
                rule.paused(),
                labels,
                rule.annotationSources(),
                group.key().group(),
                PlainDurations.print(group.interval()),
                offset,
                group.dataSource(),
                group.key().file(),
                rule.line());
    }
}
