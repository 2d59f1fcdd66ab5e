package io.tocsin.evaluation;

import static io.tocsin.evaluation.FakeQuerier.failure;
import static io.tocsin.evaluation.FakeQuerier.sample;
import static io.tocsin.evaluation.FakeQuerier.success;
import static io.tocsin.evaluation.TestRules.above;
import static io.tocsin.evaluation.TestRules.rule;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.RuleRecord;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.label.Sample;
import io.tocsin.rule.ErrorPolicy;
import io.tocsin.rule.NoDataPolicy;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A group whose rules come, go and are edited by chance, and answers of all kinds. */
final class RandomRules {

    private final Random random;

    RandomRules(long seed) {
        random = new Random(seed);
    }

    boolean isOneIn(int times) {
        return random.nextInt(times) == 0;
    }

    RuleGroup group(String name) {
        List<TestRules.Rule> rules = new ArrayList<>();
        add(rules, rule("plain").condition(above(0)).annotation("summary", "{{value}} on {{labels.host}}"));
        add(rules, rule("held").condition(above(isOneIn(9) ? 2 : 0)).holdDuration(Duration.ofMinutes(2)));
        add(rules, rule("keeps").condition(above(0)).keepFiringFor(Duration.ofMinutes(3)));
        add(rules, rule("zero").condition(above(0)).noData(NoDataPolicy.ZERO));
        add(rules, rule("tells").condition(above(0)).noData(NoDataPolicy.ALERT).onError(ErrorPolicy.ALERT));
        add(rules, rule("stays").condition(above(0)).noData(NoDataPolicy.KEEP));
        return TestRules.group(name)
                .limit(isOneIn(5) ? 2 : 0)
                .rules(rules.toArray(TestRules.Rule[]::new))
                .build();
    }

    private void add(List<TestRules.Rule> rules, TestRules.Rule rule) {
        if (!isOneIn(9)) {
            rules.add(isOneIn(12) ? rule.paused() : rule);
        }
    }

    QueryResult<List<Sample>> answer(String expression, Instant at) {
        return switch (random.nextInt(8)) {
            case 0 -> failure(QueryFailure.TIMEOUT);
            case 1 -> failure(QueryFailure.BAD_QUERY);
            case 2 -> success(List.of());
            case 3, 4 -> success(List.of(sample(random.nextInt(4), "host", "a"), sample(1, "host", "b")));
            default -> success(List.of(sample(3, "host", "a"), sample(0, "host", "b"), sample(2, "host", "c")));
        };
    }

    /** In an order of its own, and without how long answers took. Of a removed rule nobody asks when it was evaluated. */
    static Map<String, Object> comparable(RuleGroupState state, Set<RuleKey> removed) {
        Map<String, Object> texts = new TreeMap<>();
        for (List<AlertInstance> instances : state.instances().values()) {
            instances.forEach(instance -> texts.put(instance.rule() + " " + instance.labels(), instance));
        }
        for (RuleRecord rule : state.rules().values()) {
            texts.put(
                    rule.key().toString(),
                    List.of(
                            rule.reference(),
                            rule.newest().health(),
                            rule.newest().errorReason(),
                            rule.newest().error(),
                            removed.contains(rule.key())
                                    ? "removed"
                                    : rule.newest().slot(),
                            removed.contains(rule.key())
                                    ? "removed"
                                    : rule.newest().series(),
                            rule.knownSeries()));
        }
        return texts;
    }
}
