package io.tocsin.api;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.EvaluationResult;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.RuleHealth;
import io.tocsin.alert.RuleRecord;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.api.PrometheusRules.ActiveAlert;
import io.tocsin.api.PrometheusRules.AnyRule;
import io.tocsin.api.PrometheusRules.LastEvaluation;
import io.tocsin.api.PrometheusRules.RecordedRule;
import io.tocsin.api.PrometheusRules.Rule;
import io.tocsin.api.PrometheusRules.RulesGroup;
import io.tocsin.api.PrometheusRules.WrittenRule;
import io.tocsin.evaluation.hint.SelectorHint;
import io.tocsin.evaluation.hint.SelectorHints;
import io.tocsin.evaluation.recording.Recorded;
import io.tocsin.evaluation.recording.RecordedSeries;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RecordingRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.template.TextTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rules in force with their state, in Prometheus' words. Blocks on the database. */
@Component
class RulesView {

    private static final String NEVER = "0001-01-01T00:00:00Z";

    private final RuleCatalog catalog;
    private final RuleRecords records;
    private final AlertInstances instances;
    private final SelectorHints hints;
    private final RecordedSeries recorded;

    RulesView(
            RuleCatalog catalog,
            RuleRecords records,
            AlertInstances instances,
            SelectorHints hints,
            RecordedSeries recorded) {
        this.recorded = recorded;
        this.catalog = catalog;
        this.records = records;
        this.instances = instances;
        this.hints = hints;
    }

    List<RulesGroup> groups(RulesFilter filter) {
        Map<RuleKey, RuleRecord> recordByRule =
                records.findAll().stream().collect(Collectors.toMap(RuleRecord::key, entry -> entry, (a, b) -> a));
        Map<RuleKey, List<AlertInstance>> activeByRule =
                instances.findActive().stream().collect(Collectors.groupingBy(AlertInstance::rule));
        List<RuleGroup> groups =
                catalog.snapshot().groups().stream().filter(filter::accepts).toList();
        boolean hasRecordings =
                groups.stream().anyMatch(group -> !group.recordings().isEmpty());
        Map<String, Recorded> recordedById = hasRecordings
                ? recorded.findAll().stream().collect(Collectors.toMap(Recorded::id, entry -> entry))
                : Map.of();
        return groups.stream()
                .map(group -> group(group, filter, recordByRule, activeByRule, recordedById))
                .filter(group -> !filter.isNarrowed() || !group.rules().isEmpty())
                .toList();
    }

    List<ActiveAlert> alerts() {
        return instances.findActive().stream().map(RulesView::alert).toList();
    }

    private RulesGroup group(
            RuleGroup group,
            RulesFilter filter,
            Map<RuleKey, RuleRecord> records,
            Map<RuleKey, List<AlertInstance>> active,
            Map<String, Recorded> recordedById) {
        List<Map.Entry<Integer, AnyRule>> byLine = new ArrayList<>();
        group.rules().stream()
                .filter(filter::accepts)
                .forEach(rule -> byLine.add(Map.entry(
                        rule.line(),
                        rule(
                                rule,
                                filter,
                                records.get(rule.key()),
                                active.getOrDefault(rule.key(), List.of()),
                                hints.of(group, rule)))));
        group.recordings().stream()
                .filter(filter::accepts)
                .forEach(rule -> byLine.add(Map.entry(rule.line(), recording(rule, recordedById.get(rule.id())))));
        List<AnyRule> rules = byLine.stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
        List<RuleRecord> known = group.rules().stream()
                .map(rule -> records.get(rule.key()))
                .filter(entry -> entry != null)
                .toList();
        double seconds = known.stream()
                .mapToDouble(entry -> seconds(entry.newest().duration()))
                .sum();
        String last = known.stream()
                .map(rule -> rule.newest().slot())
                .max(Comparator.naturalOrder())
                .map(Instant::toString)
                .orElse(NEVER);
        return new RulesGroup(
                group.key().group(),
                group.key().file(),
                rules,
                seconds(group.interval()),
                group.limit(),
                seconds,
                last);
    }

    private static RecordedRule recording(RecordingRule rule, @Nullable Recorded entry) {
        Instant slot = entry == null ? Instant.EPOCH : entry.slot();
        boolean isKnown = slot.isAfter(Instant.EPOCH);
        String error = entry == null ? "" : entry.error();
        return new RecordedRule(
                rule.name(),
                rule.expression(),
                rule.labels(),
                new LastEvaluation(
                        error.isEmpty() ? isKnown ? "ok" : "unknown" : "err",
                        error.isEmpty() ? null : error,
                        entry == null ? 0 : entry.seconds(),
                        isKnown ? slot.toString() : NEVER),
                "recording");
    }

    private static Rule rule(
            AlertRule rule,
            RulesFilter filter,
            @Nullable RuleRecord entry,
            List<AlertInstance> active,
            List<SelectorHint> hints) {
        return new Rule(
                state(active),
                new WrittenRule(
                        rule.name(),
                        rule.expression(),
                        seconds(rule.holdDuration()),
                        seconds(rule.keepFiringFor()),
                        sources(rule.labels()),
                        rule.annotationSources()),
                filter.withAlerts() ? active.stream().map(RulesView::alert).toList() : null,
                entry == null ? new LastEvaluation("unknown", null, 0, NEVER) : evaluated(entry.newest()),
                "alerting",
                hints.isEmpty()
                        ? null
                        : hints.stream().map(SelectorHint::english).toList());
    }

    private static LastEvaluation evaluated(EvaluationResult newest) {
        return new LastEvaluation(
                health(newest.health()),
                newest.error().isEmpty() ? null : newest.error(),
                seconds(newest.duration()),
                newest.slot().toString());
    }

    /** Prometheus knows no recovering state: to its readers such an alert still fires. */
    private static String state(List<AlertInstance> active) {
        if (active.stream().anyMatch(instance -> instance.state().isFiring())) {
            return "firing";
        }
        return active.isEmpty() ? "inactive" : "pending";
    }

    private static String health(RuleHealth health) {
        return switch (health) {
            case OK, NO_DATA -> "ok";
            case ERROR -> "err";
            case UNKNOWN -> "unknown";
        };
    }

    private static ActiveAlert alert(AlertInstance instance) {
        Instant keepFiringSince = instance.keepFiringSince();
        return new ActiveAlert(
                instance.labels().asMap(),
                instance.annotations(),
                instance.state() == InstanceState.PENDING ? "pending" : "firing",
                instance.activeAt().toString(),
                keepFiringSince == null ? null : keepFiringSince.toString(),
                PrometheusNumbers.print(instance.value()));
    }

    private static SortedMap<String, String> sources(Map<String, TextTemplate> templates) {
        SortedMap<String, String> sources = new TreeMap<>();
        templates.forEach((name, template) -> sources.put(name, template.source()));
        return sources;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
