package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownNamesTest {

    private static final KnownNames KNOWN = new KnownNames(Set.of("default", "metrics"), Set.of("Inbox", "job_alarm"));

    private static RuleFileResult parse(KnownNames names, String text) {
        return new RuleFileParser(new ExpressionCheck("default"::equals), () -> names).parse(text, "r.yml");
    }

    @Test
    void aGroupWithAnUnknownDataSourceIsAProblemThatListsTheKnownOnes() {
        RuleFileResult result = parse(KNOWN, """
                groups:
                  - name: g
                    datasource: metrcis
                    rules:
                      - {alert: A, expr: 'up == 0'}
                """);

        assertThat(result.problems().stream().map(RuleProblem::toString))
                .containsExactly("r.yml:3:17: group \"g\": datasource: there is no data source \"metrcis\";"
                        + " the data sources are default, metrics");
    }

    @Test
    void aGroupWithoutADataSourceNeedsTheDefaultOne() {
        RuleFileResult result = parse(new KnownNames(Set.of("metrics"), null), """
                groups:
                  - name: g
                    rules: []
                """);

        assertThat(result.problems().stream().map(RuleProblem::toString))
                .containsExactly(
                        "r.yml:2:5: group \"g\": datasource: the group names none, and none of the data sources"
                                + " metrics is the default one; write datasource: NAME here, or default: true there");
    }

    @Test
    void aRuleWithAnUnknownContactPointIsAWarningAtThatName() {
        RuleFileResult result = parse(KNOWN, """
                groups:
                  - name: g
                    rules:
                      - alert: A
                        expr: vector(1)
                        contact_points: [job_alarm, nobody]
                """);

        assertThat(result.ruleFile()).isPresent();
        assertThat(result.warnings().stream().map(RuleProblem::toString))
                .containsExactly("r.yml:6:37: group \"g\", rule \"A\": contact_points: there is no contact point"
                        + " \"nobody\" yet; the contact points are Inbox, job_alarm");
    }

    @Test
    void whereNamesAreNotKnownAnyNameIsAccepted() {
        RuleFileResult result = parse(KnownNames.ANY, """
                groups:
                  - name: g
                    datasource: x
                    rules:
                      - {alert: A, expr: 'up == 0', contact_points: y}
                """);

        assertThat(result.problems()).isEmpty();
        assertThat(result.warnings()).isEqualTo(List.of());
    }
}
