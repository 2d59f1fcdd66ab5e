package io.tocsin.web.explain;

import io.tocsin.alert.store.AlertInstances;
import io.tocsin.alert.store.EvaluationHistory;
import io.tocsin.alert.store.TransitionRecord;
import io.tocsin.dispatch.store.TrailEntry;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.label.MatchType;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.silence.Silence;
import io.tocsin.text.PlainDurations;
import io.tocsin.web.RuleAddress;
import io.tocsin.web.rules.RuleHistory;
import io.tocsin.web.rules.RuleValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Puts together from the stores what happened to the alerts that some matchers describe. Everything here blocks. */
@Component
public class Explainer {

    private static final int LABEL_SETS = 5;
    private static final int EVALUATIONS = 10;
    private static final int TRANSITIONS = 200;
    private static final int SHOWN_STEPS = 30;
    private static final int MAX_RULES = 3;

    private final RuleCatalog catalog;
    private final EvaluationHistory history;
    private final AlertInstances instances;
    private final RuleHistory rules;
    private final RuleValues values;
    private final AlertWay way;

    Explainer(
            RuleCatalog catalog,
            EvaluationHistory history,
            AlertInstances instances,
            RuleHistory rules,
            RuleValues values,
            AlertWay way) {
        this.catalog = catalog;
        this.history = history;
        this.instances = instances;
        this.rules = rules;
        this.values = values;
        this.way = way;
    }

    /** @param isCut whether more rules than these agree with the question */
    public record Explanations(List<Explanation> explanations, boolean isCut) {}

    /**
     * What happened up to a time.
     *
     * @param rule the id of the one rule that is meant, as in its address; empty: those that agree with the matchers
     */
    public Explanations answer(List<LabelMatcher> matchers, String rule, Instant until) {
        List<RuleAddress.FoundRule> found = rules(matchers, rule);
        return new Explanations(
                found.stream()
                        .limit(MAX_RULES)
                        .map(one -> explain(one, matchers, until))
                        .toList(),
                found.size() > MAX_RULES);
    }

    /** Rules whose name, and whose own labels where no template fills them, agree with the matchers. */
    private List<RuleAddress.FoundRule> rules(List<LabelMatcher> matchers, String id) {
        if (!id.isEmpty()) {
            return RuleAddress.find(catalog.snapshot(), id).stream().toList();
        }
        List<RuleAddress.FoundRule> found = new ArrayList<>();
        for (RuleGroup group : catalog.snapshot().groups()) {
            group.rules().stream()
                    .map(rule -> new RuleAddress.FoundRule(group, rule))
                    .filter(rule -> matchers.stream().allMatch(matcher -> mayMatch(matcher, rule)))
                    .forEach(found::add);
        }
        return found;
    }

    private static boolean mayMatch(LabelMatcher matcher, RuleAddress.FoundRule found) {
        if (matcher.name().equals(Labels.ALERT_NAME)) {
            return matcher.matchesValue(found.rule().name());
        }
        var template = found.rule().labels().get(matcher.name());
        return template == null || template.source().contains("{{") || matcher.matchesValue(template.source());
    }

    /** What a rule's own part of the question is. */
    private record ExplainQuestion(
            AlertRule rule, Instant until, List<TransitionRecord> transitions, List<TrailEntry> steps, String health) {}

    private Explanation explain(RuleAddress.FoundRule found, List<LabelMatcher> matchers, Instant until) {
        AlertRule rule = found.rule();
        List<TransitionRecord> transitions = history.findTransitionsUntil(rule.key(), until, TRANSITIONS).stream()
                .filter(entry -> matches(matchers, entry.labels()))
                .toList();
        List<TrailEntry> steps = way.steps(rule, until).stream()
                .filter(entry -> matches(matchers, entry.labels()))
                .toList();
        List<RuleHistory.EvaluationView> evaluations =
                rules.evaluationsUntil(found, values.offset(found.group()), until, EVALUATIONS);
        String health = evaluations.isEmpty() ? "" : evaluations.get(0).health();
        ExplainQuestion question = new ExplainQuestion(rule, until, transitions, steps, health);
        List<Silence> silences = way.silencesAt(until);
        return new Explanation(
                new Explanation.ExplainedRule(
                        RuleAddress.path(rule.key()),
                        rule.name(),
                        found.group().key().file(),
                        rule.activeWhen().map(Object::toString).orElse(""),
                        PlainDurations.print(rule.holdDuration()),
                        rule.paused()),
                labelSets(question, matchers).stream()
                        .map(labels -> view(question, labels, silences))
                        .toList(),
                evaluations,
                transitions.stream().limit(SHOWN_STEPS).map(RuleHistory::view).toList(),
                rules.notifications(found).stream()
                        .filter(sent -> !sent.at().isAfter(until))
                        .toList());
    }

    /** Those that are known; otherwise the one that the question describes. */
    private List<Labels> labelSets(ExplainQuestion question, List<LabelMatcher> matchers) {
        List<Labels> known = Stream.of(
                        instances.findByGroup(question.rule().key().group()).stream()
                                .filter(instance ->
                                        instance.rule().equals(question.rule().key())
                                                && matches(matchers, instance.labels()))
                                .map(instance -> instance.labels()),
                        question.transitions().stream().map(TransitionRecord::labels),
                        question.steps().stream().map(TrailEntry::labels))
                .flatMap(labels -> labels)
                .distinct()
                .limit(LABEL_SETS)
                .toList();
        return known.isEmpty() ? List.of(described(question.rule(), matchers)) : known;
    }

    private static Labels described(AlertRule rule, List<LabelMatcher> matchers) {
        Map<String, String> labels = new TreeMap<>();
        matchers.stream()
                .filter(matcher -> matcher.type() == MatchType.EQUAL)
                .forEach(matcher -> labels.put(matcher.name(), matcher.value()));
        rule.labels().forEach((name, template) -> {
            if (!template.source().contains("{{")) {
                labels.putIfAbsent(name, template.source());
            }
        });
        labels.put(Labels.ALERT_NAME, rule.name());
        return Labels.of(labels);
    }

    private Explanation.LabelSet view(ExplainQuestion question, Labels labels, List<Silence> silences) {
        List<TrailEntry> steps = question.steps().stream()
                .filter(entry -> entry.labels().equals(labels))
                .toList();
        List<TransitionRecord> transitions = question.transitions().stream()
                .filter(entry -> entry.labels().equals(labels))
                .toList();
        List<Explanation.ToldWay> ways = way.told(steps);
        return new Explanation.LabelSet(
                labels.asMap(),
                verdict(question.health(), steps, transitions, ways),
                steps.isEmpty() ? "" : steps.get(0).detail(),
                ways,
                way.nextDecision(steps),
                way.routes(question.rule(), labels),
                AlertWay.covering(silences, labels, steps),
                way.explained(steps.stream().limit(SHOWN_STEPS).toList()));
    }

    private static String verdict(
            String health, List<TrailEntry> steps, List<TransitionRecord> transitions, List<Explanation.ToldWay> ways) {
        if (!steps.isEmpty()) {
            TrailEntry newest = steps.get(0);
            return newest.notificationId() == null ? newest.step().name() : told(newest, ways);
        }
        if (!transitions.isEmpty()) {
            return transitions.get(0).to().equals("PENDING") ? "pending" : "inactive";
        }
        return health.equals("ERROR") ? "error" : "quiet";
    }

    /** That a message was decided tells nobody anything: what counts is what became of it. */
    private static String told(TrailEntry newest, List<Explanation.ToldWay> ways) {
        if (ways.isEmpty()) {
            return "forgotten";
        }
        if (ways.stream().anyMatch(way -> way.fate().isDelivered())) {
            return newest.step().name();
        }
        return ways.stream().allMatch(way -> way.fate().isFailed()) ? "nobody" : "underway";
    }

    private static boolean matches(List<LabelMatcher> matchers, Labels labels) {
        return matchers.stream().allMatch(matcher -> matcher.matches(labels));
    }
}
