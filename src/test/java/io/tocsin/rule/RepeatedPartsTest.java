package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.yaml.TextPosition;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatedPartsTest {

    private static final String TEXT = """
            groups:
              - name: g
                rules:
                  - alert: A
                    expr: vector(1)
                    for: 5m
                    labels: {team: ops}
                    annotations: {summary: "{{ $labels.host }} is down"}
                  - alert: B
                    expr: vector(2)
                    for: 5m
                    labels: {team: ops}
                    annotations: {summary: "{{ $labels.host }} is down"}
                  - alert: C
                    expr: vector(3)
                    labels: {team: dev}
                    annotations: {summary: "{{ $labels.host }} is down"}
            """;

    private final RuleFile file =
            new RuleFileParser().parse(TEXT, "a.yml").ruleFile().orElseThrow();
    private final List<AlertRule> rules = file.groups().get(0).rules();

    @Test
    void whatRulesOfAFileHaveInCommonIsKeptOnce() {
        assertThat(rules.get(1).templates()).isSameAs(rules.get(0).templates());
        assertThat(rules.get(1).terms()).isSameAs(rules.get(0).terms());
    }

    @Test
    void whatDiffersStaysApart() {
        AlertRule other = rules.get(2);

        assertThat(other.labels().get("team").source()).isEqualTo("dev");
        assertThat(rules.get(1).labels().get("team").source()).isEqualTo("ops");
        assertThat(other.holdDuration()).isZero();
        assertThat(other.annotations().get("summary"))
                .isSameAs(rules.get(0).annotations().get("summary"));
    }

    @Test
    void eachRuleKnowsItsOwnPlace() {
        assertThat(rules)
                .extracting(rule -> file.sources().get(rule.key()).alert())
                .containsExactly(new TextPosition(4, 9), new TextPosition(9, 9), new TextPosition(14, 9));
    }
}
