package io.tocsin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.api.PrometheusRules.RulesGroup;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleFileParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleGroupPagesTest {

    private static final List<RulesGroup> GROUPS = IntStream.range(0, 5)
            .mapToObj(i -> new RulesGroup("g" + i, "f", List.of(), 60, 0, 0, ""))
            .toList();

    @Test
    void pagesFollowEachOtherAndHoldEveryGroupOnce() {
        List<String> names = new ArrayList<>();
        String token = "";

        do {
            PrometheusRules page = RuleGroupPages.of(GROUPS, "2", token);
            page.groups().forEach(group -> names.add(group.name()));
            assertThat(page.groups()).hasSizeLessThanOrEqualTo(2);
            token = page.groupNextToken();
        } while (token != null);

        assertThat(names).containsExactly("g0", "g1", "g2", "g3", "g4");
    }

    @Test
    void withoutALimitThereIsOnePage() {
        assertThat(RuleGroupPages.of(GROUPS, null, null).groups()).isEqualTo(GROUPS);
        assertThat(RuleGroupPages.of(GROUPS, "5", null).groupNextToken()).isNull();
    }

    @Test
    void whatPrometheusRefusesIsRefusedInItsWords() {
        assertThatThrownBy(() -> RuleGroupPages.of(GROUPS, null, "x"))
                .hasMessage("group_limit needs to be specified in order to paginate over the groups");
        assertThatThrownBy(() -> RuleGroupPages.of(GROUPS, "0", null))
                .hasMessage("group_limit value must be greater than 0");
        assertThatThrownBy(() -> RuleGroupPages.of(GROUPS, "two", null))
                .hasMessageStartingWith("invalid group_limit value");
        assertThatThrownBy(() -> RuleGroupPages.of(GROUPS, "2", "x"))
                .hasMessage("invalid group_next_token 'x'. were rule groups changed?");
    }

    @Test
    void rulesAreSelectedByTheLabelsTheySetThemselves() {
        List<AlertRule> rules = new RuleFileParser()
                .parse("""
                        groups:
                          - name: g
                            rules:
                              - {alert: A, expr: 'sum(rate({a="b"}[5m])) > 0', labels: {team: data}}
                              - {alert: B, expr: 'sum(rate({a="b"}[5m])) > 1', labels: {team: "{{labels.team}}"}}
                        """, "f.yml")
                .ruleFile()
                .orElseThrow()
                .groups()
                .get(0)
                .rules();

        assertThat(accepted(rules, "{team=\"data\"}")).containsExactly("A");
        assertThat(accepted(rules, "{team=\"\"}")).containsExactly("B");
        assertThat(accepted(rules, "{team=\"x\"}", "{team=~\"d.*\"}")).containsExactly("A");
        assertThat(accepted(rules)).containsExactly("A", "B");
        assertThatThrownBy(() -> accepted(rules, "{team=~\"(\"}")).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> accepted(List<AlertRule> rules, String... matchers) {
        RulesFilter filter = RulesFilter.of(Map.of("match[]", List.of(matchers)));
        return rules.stream().filter(filter::accepts).map(AlertRule::name).toList();
    }
}
