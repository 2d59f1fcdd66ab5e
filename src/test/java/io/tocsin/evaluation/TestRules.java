package io.tocsin.evaluation;

import io.tocsin.label.Labels;
import io.tocsin.rule.Absence;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.Condition;
import io.tocsin.rule.ErrorPolicy;
import io.tocsin.rule.EvidenceSettings;
import io.tocsin.rule.FiringTerms;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.NoDataPolicy;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import io.tocsin.rule.RuleQuestion;
import io.tocsin.rule.RuleTemplates;
import io.tocsin.template.TextTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Rules and groups with valid defaults; a test states only what it is about. */
public final class TestRules {

    private TestRules() {}

    public static Rule rule(String name) {
        return new Rule(name);
    }

    public static Group group(String name) {
        return new Group(name);
    }

    public static Condition above(double threshold) {
        return new Condition.Threshold(Condition.Comparison.GREATER, threshold);
    }

    public static final class Rule {

        private final String name;
        private GroupKey group = new GroupKey("test.yml", "test");
        private String expression = "";
        private Absence absence;
        private Condition condition;
        private Duration holdDuration = Duration.ZERO;
        private Duration keepFiringFor = Duration.ZERO;
        private NoDataPolicy noData = NoDataPolicy.RESOLVE;
        private ErrorPolicy onError = ErrorPolicy.KEEP;
        private boolean paused;
        private final Map<String, String> labels = new HashMap<>();
        private final Map<String, String> annotations = new HashMap<>();

        private Rule(String name) {
            this.name = name;
            this.expression = "sum by (host) (count_over_time({job=\"" + name + "\"}[1m]))";
        }

        public Rule in(GroupKey key) {
            group = key;
            return this;
        }

        public Rule expression(String text) {
            expression = text;
            return this;
        }

        /** Watches the lines of a selector; the expression is the one that a rule file would give it. */
        public Rule absent(Absence watched, Duration interval) {
            absence = watched;
            expression = watched.lines(interval);
            return this;
        }

        public Rule condition(Condition when) {
            condition = when;
            return this;
        }

        public Rule holdDuration(Duration duration) {
            holdDuration = duration;
            return this;
        }

        public Rule keepFiringFor(Duration duration) {
            keepFiringFor = duration;
            return this;
        }

        public Rule noData(NoDataPolicy policy) {
            noData = policy;
            return this;
        }

        public Rule onError(ErrorPolicy policy) {
            onError = policy;
            return this;
        }

        public Rule paused() {
            paused = true;
            return this;
        }

        public Rule label(String label, String template) {
            labels.put(label, template);
            return this;
        }

        public Rule annotation(String annotation, String template) {
            annotations.put(annotation, template);
            return this;
        }

        public AlertRule build() {
            return new AlertRule(
                    new RuleKey(group, name, Labels.of(labels).fingerprint()),
                    new RuleQuestion(expression, absence, condition),
                    new FiringTerms(holdDuration, keepFiringFor, noData, onError),
                    EvidenceSettings.DEFAULT,
                    List.of(),
                    paused,
                    new RuleTemplates(templates(labels), templates(annotations)),
                    1);
        }

        private static SortedMap<String, TextTemplate> templates(Map<String, String> texts) {
            SortedMap<String, TextTemplate> templates = new TreeMap<>();
            texts.forEach((key, text) -> templates.put(key, TextTemplate.compile(text)));
            return templates;
        }
    }

    public static final class Group {

        private final GroupKey key;
        private Duration interval = Duration.ofMinutes(1);
        private Duration queryOffset = Duration.ZERO;
        private int limit;
        private String dataSource = "default";
        private boolean lateRecheck;
        private boolean tail;
        private boolean onPush;
        private boolean incremental;
        private boolean sharesSlot;
        private final List<AlertRule> rules = new ArrayList<>();

        private Group(String name) {
            this.key = new GroupKey("test.yml", name);
        }

        public Group interval(Duration duration) {
            interval = duration;
            return this;
        }

        public Group queryOffset(Duration duration) {
            queryOffset = duration;
            return this;
        }

        public Group limit(int most) {
            limit = most;
            return this;
        }

        public Group dataSource(String name) {
            dataSource = name;
            return this;
        }

        public Group onPush() {
            onPush = true;
            return this;
        }

        public Group tail() {
            tail = true;
            return this;
        }

        public Group incremental() {
            incremental = true;
            return this;
        }

        public Group sharesSlot() {
            sharesSlot = true;
            return this;
        }

        public Group lateRecheck() {
            lateRecheck = true;
            return this;
        }

        public Group rules(Rule... some) {
            for (Rule rule : some) {
                rules.add(rule.in(key).build());
            }
            return this;
        }

        public RuleGroup build() {
            return new RuleGroup(
                    key,
                    interval,
                    queryOffset,
                    limit,
                    dataSource,
                    new RuleGroup.GroupOptions(lateRecheck, onPush, tail, sharesSlot, incremental),
                    rules,
                    java.util.List.of());
        }
    }
}
