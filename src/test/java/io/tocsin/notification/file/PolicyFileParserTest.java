package io.tocsin.notification.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.Labels;
import io.tocsin.notification.GroupBy;
import io.tocsin.notification.GroupTimings;
import io.tocsin.notification.NotificationPolicy;
import io.tocsin.notification.NotificationRoute;
import io.tocsin.notification.Policies;
import io.tocsin.rule.ContactPointName;
import io.tocsin.yaml.FileProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyFileParserTest {

    private static final Set<String> CONTACT_POINTS = Set.of("inbox", "team-X-mails", "team-X-pager", "team-DB-pager");

    private final PolicyFileParser parser =
            new PolicyFileParser(name -> CONTACT_POINTS.contains(name.value()), () -> new ContactPointName("inbox"));

    private static final String EXAMPLE = """
            route:
              receiver: team-X-mails
              group_by: [alertname, cluster]
              group_wait: 30s
              group_interval: 5m
              repeat_interval: 3h
              routes:
                - matchers: ['service=~"foo1|foo2|baz"']
                  routes:
                    - matchers: severity="critical"
                      contact_point: team-X-pager
                      mute_time_intervals: [nights]
                      continue: true
                    - match: {severity: critical}
                      match_re: {owner: "team-.*"}
                      group_by: ['...']
                - match:
                    service: database
                  receiver: team-DB-pager
                  group_wait: 0s
                  active_time_intervals: [workdays]
            time_intervals:
              - name: nights
                time_intervals:
                  - times: [{start_time: "22:00", end_time: "24:00"}, {start_time: "00:00", end_time: "07:30"}]
                    location: Asia/Seoul
              - name: workdays
                time_intervals:
                  - weekdays: ['monday:friday', Sunday]
                    days_of_month: ['1:15', '-3:-1']
                    months: ['january:march', may, '7']
                    years: ['2026:2030']
            inhibit_rules:
              - source_matchers: [severity="critical"]
                target_match: {severity: warning}
                equal: [alertname, host]
            """;

    @Test
    void readsAlertmanagersWords() {
        Policies policies = read(EXAMPLE);

        NotificationPolicy root = policies.tree().root();
        assertThat(root.timings())
                .isEqualTo(new GroupTimings(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(3)));
        assertThat(receivers(policies, Labels.of("alertname", "x"))).containsExactly("team-X-mails");
        assertThat(receivers(policies, Labels.of("service", "foo1", "severity", "critical", "owner", "team-a")))
                .containsExactly("team-X-pager", "team-X-mails");
        assertThat(receivers(policies, Labels.of("service", "database"))).containsExactly("team-DB-pager");
        assertThat(policies.inhibitRules()).hasSize(1);
    }

    @Test
    void inheritsGroupingAndTimingButNotTimeIntervals() {
        NotificationPolicy root = read(EXAMPLE).tree().root();
        NotificationPolicy service = root.children().get(0);
        NotificationPolicy critical = service.children().get(0);
        NotificationPolicy database = root.children().get(1);

        assertThat(service.receiver()).hasToString("team-X-mails");
        assertThat(critical.groupBy()).isEqualTo(GroupBy.of("alertname", "cluster"));
        assertThat(critical.speaks().notIn()).containsExactly("nights");
        assertThat(critical.continues()).isTrue();
        assertThat(service.children().get(1).groupBy()).isEqualTo(GroupBy.EVERY_LABEL);
        assertThat(service.children().get(1).speaks().notIn()).isEmpty();
        assertThat(database.timings())
                .isEqualTo(new GroupTimings(Duration.ZERO, Duration.ofMinutes(5), Duration.ofHours(3)));
        assertThat(critical.path()).isEqualTo("{}/{service=~\"foo1|foo2|baz\"}/{severity=\"critical\"}");
    }

    @Test
    void readsTimeIntervals() {
        Policies policies = read(EXAMPLE);
        String critical = "{}/{service=~\"foo1|foo2|baz\"}/{severity=\"critical\"}";
        String database = "{}/{service=\"database\"}";

        assertThat(policies.heldUntil(critical, Instant.parse("2026-03-02T22:29:00Z")))
                .contains(Instant.parse("2026-03-02T22:30:00Z"));
        assertThat(policies.heldUntil(critical, Instant.parse("2026-03-02T22:30:00Z")))
                .isEmpty();
        assertThat(policies.heldUntil(database, Instant.parse("2026-03-02T10:00:00Z")))
                .isEmpty();
        assertThat(policies.heldUntil(database, Instant.parse("2026-03-07T10:00:00Z")))
                .isPresent();
        assertThat(policies.heldUntil(database, Instant.parse("2026-03-20T10:00:00Z")))
                .isPresent();
        assertThat(policies.heldUntil(database, Instant.parse("2026-04-02T10:00:00Z")))
                .isPresent();
    }

    @Test
    void takesTheDefaultContactPointWhenTheFileIsEmptyOrNamesNone() {
        assertThat(read("# nothing\n").tree().root().receiver()).hasToString("inbox");
        assertThat(read("route: {group_by: []}").tree().root().receiver()).hasToString("inbox");
    }

    @Test
    void reportsEveryProblemWithItsPlace() {
        String text = """
                route:
                  receiver: nobody
                  matchers: [a=b]
                  group_by: [a, a, '...']
                  group_interval: 0s
                  repeat_interval: soon
                  routes:
                    - matchers: ['a=~"("', 'b']
                      continue: maybe
                      mute_time_intervals: [never]
                      reciever: x
                    - just text
                receivers: []
                time_intervals:
                  - name: bad
                    time_intervals:
                      - times: [{start_time: "25:00", end_time: "07:30"}, {start_time: "08:00", end_time: "07:30"}]
                        weekdays: [funday]
                        days_of_month: ['0', '5:1', '-1:3', '40']
                        months: [13]
                        years: [soon]
                        location: Mars
                  - time_intervals: []
                """;

        List<FileProblem> problems = parser.parse(text, "config/policies.yml").problems();

        assertThat(problems.stream().map(FileProblem::toString))
                .contains(
                        "config/policies.yml:2:13: receiver: there is no contact point \"nobody\"",
                        "config/policies.yml:3:13: the root route must not have \"matchers\": it takes every alert",
                        "config/policies.yml:4:13: group_by: \"...\" stands for every label and must be alone",
                        "config/policies.yml:4:17: group_by: \"a\" is given twice",
                        "config/policies.yml:5:19: group_interval: must be greater than 0s",
                        "config/policies.yml:9:17: continue: \"maybe\" is neither true nor false",
                        "config/policies.yml:10:29: mute_time_intervals: there is no time interval \"never\"",
                        "config/policies.yml:12:7: a route must be a mapping (name: value)",
                        "config/policies.yml:13:1: unknown field \"receivers\" in a policies file; contact points stand in"
                                + " the contact points file",
                        "config/policies.yml:18:20: weekdays: \"funday\" is no weekday; write it as monday or"
                                + " monday:friday",
                        "config/policies.yml:22:19: location: \"Mars\" is no time zone; write one as Asia/Seoul or UTC");
        assertThat(problems).hasSize(24);
    }

    @Test
    void reportsWhereTheYamlIsBroken() {
        PolicyFileResult result = parser.parse("route:\n  receiver: [x\n", "p.yml");

        assertThat(result.policies()).isEmpty();
        assertThat(result.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).startsWith("p.yml:3:1: not valid YAML:"));
    }

    private Policies read(String text) {
        PolicyFileResult result = parser.parse(text, "policies.yml");
        assertThat(result.problems()).isEmpty();
        return result.policies().orElseThrow();
    }

    private static List<String> receivers(Policies policies, Labels labels) {
        return policies.tree().route(labels, List.of()).stream()
                .map(NotificationRoute::key)
                .map(key -> key.receiver().value())
                .toList();
    }
}
