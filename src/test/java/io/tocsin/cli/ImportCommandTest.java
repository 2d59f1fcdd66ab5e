package io.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {

    private static final String ALERTMANAGER = """
            global:
              resolve_timeout: 5m
              slack_api_url: https://hooks.slack.com/services/T0/B0/secret-one
              smtp_smarthost: mail:25
            templates: ['/etc/alertmanager/*.tmpl']
            route:
              receiver: ops
              group_by: [alertname, cluster]
              group_wait: 30s
              routes:
                - receiver: both
                  matchers: ['team = "data"', 'severity =~ "critical|page"']
                  repeat_interval: 3h
                - receiver: mail
                  match: {team: web}
                  continue: true
                - receiver: hook
                  match_re: {team: "we.*"}
                  mute_time_intervals: [weekend]
            receivers:
              - name: ops
                slack_configs:
                  - channel: '#ops'
                    title: '{{ .CommonLabels.alertname }}'
                    text: '{{ range .Alerts }}{{ .Annotations.summary }}{{ end }}'
                    icon_emoji: ':fire:'
              - name: both
                slack_configs:
                  - api_url: https://hooks.slack.com/services/T0/B0/secret-two
                    send_resolved: true
                discord_configs:
                  - webhook_url: https://discord.com/api/webhooks/1/secret-three
              - name: mail
                email_configs: [{to: ops@example.org}]
              - name: hook
                webhook_configs:
                  - url: https://example.org/secret-four
                    http_config: {authorization: {credentials: secret-five}}
            inhibit_rules:
              - source_matchers: ['severity="critical"']
                target_matchers: ['severity="warning"']
                equal: [alertname]
            time_intervals:
              - name: weekend
                time_intervals: [{weekdays: [saturday, sunday]}]
            """;

    @TempDir
    private Path home;

    @Test
    void anAlertmanagersFileBecomesPoliciesAndContactPoints() throws Exception {
        CommandRun run = run("alertmanager", write("alertmanager.yml", ALERTMANAGER));

        assertThat(run.err()).isEmpty();
        assertThat(Files.readString(home.resolve("out/contact-points.yml"))).isEqualTo("""
                contact_points:
                  - name: ops
                    type: slack
                    settings:
                      url: ${SLACK_WEBHOOK_URL}
                      title: '{{ .CommonLabels.alertname }}'
                      text: '{{ range .Alerts }}{{ .Annotations.summary }}{{ end }}'
                    send_resolved: false
                  - name: both
                    type: slack
                    settings:
                      url: ${SLACK_WEBHOOK_URL_BOTH}
                    send_resolved: true
                  - name: both-2
                    type: discord
                    settings:
                      url: ${DISCORD_WEBHOOK_URL_BOTH_2}
                    send_resolved: true
                  - name: mail
                    type: inbox
                  - name: hook
                    type: webhook
                    settings:
                      url: ${WEBHOOK_URL_HOOK}
                      authorization: ${WEBHOOK_AUTHORIZATION_HOOK}
                    send_resolved: true
                """);
        assertThat(run.out()).doesNotContain("secret");
        assertThat(run.out().replace(home + "/", "").lines())
                .contains(
                        "alertmanager.yml:4:19: not carried over: global smtp_smarthost: nothing here uses it",
                        "alertmanager.yml:26:21: not carried over: icon_emoji: Tocsin has no such setting; look at the message, and"
                                + " leave it out",
                        "alertmanager.yml:3:18: to do: set the environment variable SLACK_WEBHOOK_URL to the value of slack_api_url",
                        "written: out/policies.yml");
        assertThat(run.out()).contains("\"email_configs\" of \"mail\": Tocsin tells Slack, Discord and webhooks");
        assertThat(run.code()).isEqualTo(1);
    }

    /** As amtool config routes test answers for the source; the second target of a receiver is told with the first. */
    @Test
    void alertsGoWhereTheyWent() throws Exception {
        run("alertmanager", write("alertmanager.yml", ALERTMANAGER));

        assertThat(routes("team=data", "severity=critical")).containsExactly("both", "both-2");
        assertThat(routes("team=data", "severity=info")).containsExactly("ops");
        assertThat(routes("team=web")).containsExactly("mail", "hook");
        assertThat(routes("team=weather")).containsExactly("hook");
        assertThat(routes("alertname=A")).containsExactly("ops");
    }

    @Test
    void theOutputIsFineButForWhatAPersonHasToSet() throws Exception {
        run("alertmanager", write("alertmanager.yml", ALERTMANAGER));

        CommandRun check = CommandRun.of(home, "check", home.resolve("out").toString());

        assertThat(check.out()).contains("2 files checked: 0 errors, 0 warnings, 5 hints");
    }

    @Test
    void aRouteWithRoutesBelowItGoesToAllTargetsOfItsReceiver() throws Exception {
        CommandRun run = run("alertmanager", write("alertmanager.yml", """
                route: {receiver: both, routes: [{receiver: one, matchers: [a=b]}]}
                receivers:
                  - name: both
                    slack_configs: [{api_url: x}, {api_url: y}]
                  - name: one
                    slack_configs: [{api_url: z}]
                """));

        assertThat(run.code()).isZero();
        assertThat(routes("a=b")).containsExactly("one");
        assertThat(routes("a=c")).containsExactly("both", "both-2");
    }

    @Test
    void whatContinuesBelowKeepsARouteFromTwoTargets() throws Exception {
        CommandRun run = run("alertmanager", write("alertmanager.yml", """
                route: {receiver: both, routes: [{receiver: both, matchers: [a=b], continue: true}]}
                receivers:
                  - name: both
                    slack_configs: [{api_url: x}, {api_url: y}]
                """));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("alertmanager.yml:1:19: not carried over: the receiver \"both\" has 2 targets");
        assertThat(routes("a=b")).containsExactly("both", "both-2");
    }

    @Test
    void alertmanagersOwnDefaultsAreWrittenOut() throws Exception {
        run("alertmanager", write("alertmanager.yml", "{route: {receiver: a}, receivers: [{name: a}]}"));

        assertThat(home.resolve("out/policies.yml")).content().isEqualTo("""
                route:
                  receiver: a
                  group_by: []
                  group_wait: 30s
                  group_interval: 5m
                  repeat_interval: 4h
                """);
    }

    @Test
    void templatesAreCopiedFromWhereTheConfigurationSaysOrFromBesideIt() throws Exception {
        write("tmpl/team.tmpl", "{{ define \"team\" }}{{ .Status }}{{ end }}");
        write("other.tmpl", "{{ define \"other\" }}{{ .Status }");
        CommandRun run = run("alertmanager", write("alertmanager.yml", """
                templates: ['tmpl/*.tmpl', '/etc/alertmanager/other.tmpl', '/nowhere/x.tmpl']
                route: {receiver: a}
                receivers:
                  - name: a
                    slack_configs: [{api_url: x, title: '{{ template "team" . }}', text: '{{ template "nosuch" . }}'}]
                """));

        assertThat(home.resolve("out/templates/team.tmpl")).hasContent("{{ define \"team\" }}{{ .Status }}{{ end }}");
        assertThat(home.resolve("out/templates/other.tmpl")).exists();
        assertThat(run.out())
                .contains("not carried over: other.tmpl:1: ")
                .contains("not carried over: text: ", "nosuch")
                .contains("to do: there is no file \"/nowhere/x.tmpl\" here");
    }

    @Test
    void filesOfGrafanaAreReadTogether() throws Exception {
        Path points = write("contact-points.yaml", """
                apiVersion: 1
                contactPoints:
                  - {name: ops, receivers: [{type: slack, settings: {url: x}}, {type: discord, settings: {url: y}}]}
                """);
        Path policies = write("policies.yaml", "{apiVersion: 1, policies: [{receiver: ops}]}");

        CommandRun run = CommandRun.of(
                home, "import", "grafana", points.toString(), policies.toString(), "--out", home + "/out");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(routes("alertname=A")).containsExactly("ops", "ops-2");
    }

    @Test
    void rulesOfElastalertTakeTheirSettingsFromItsConfiguration() throws Exception {
        Path config = write("config.yaml", """
                rules_folder: rules
                run_every: {seconds: 30}
                es_host: elastic
                slack_webhook_url: https://hooks.slack.com/services/secret
                """);
        Path rule = write("rule.yaml", """
                name: Errors
                type: frequency
                index: app-*
                num_events: 3
                timeframe: {minutes: 5}
                filter: [{term: {level: ERROR}}]
                alert: [slack]
                """);

        CommandRun run = CommandRun.of(
                home,
                "import",
                "elastalert",
                config.toString(),
                rule.toString(),
                "--selector",
                "{app=\"shop\"}",
                "--out",
                home + "/out");

        assertThat(run.out())
                .doesNotContain("secret")
                .contains("config.yaml:4:20: to do: set the environment variable");
        assertThat(run.code()).isZero();
        assertThat(home.resolve("out/rules/elastalert.yml")).content().isEqualTo("""
                groups:
                  - name: elastalert
                    interval: 30s
                    rules:
                      - alert: Errors
                        expr: sum(count_over_time({app="shop"} | json | drop __error__, __error_details__ | level="ERROR" [5m]))
                        condition: '>= 3'
                        contact_points:
                          - slack
                """);
    }

    @Test
    void filesThatExistAreNotWrittenOver() throws Exception {
        Path source = write("alertmanager.yml", ALERTMANAGER);
        write("out/policies.yml", "mine");

        CommandRun run = run("alertmanager", source);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("tocsin: nothing was written: ");
        assertThat(home.resolve("out/policies.yml")).hasContent("mine");
        assertThat(home.resolve("out/contact-points.yml")).doesNotExist();
        assertThat(CommandRun.of(home, "import", "alertmanager", source.toString(), "--force", "--out", home + "/out")
                        .code())
                .isEqualTo(1);
        assertThat(home.resolve("out/policies.yml")).content().contains("route:");
    }

    @Test
    void rulesOfTheLokiRulerStayAsTheyAre() throws Exception {
        String text = """
                # comments stay
                groups:
                  - name: g
                    rules:
                      - alert: A
                        expr: sum(rate({job="a"} |= "ERROR" [5m])) > 0
                """;

        CommandRun run = run("loki", write("rules.yaml", text));

        assertThat(run.code()).isZero();
        assertThat(home.resolve("out/rules/rules.yaml")).hasContent(text);
    }

    @Test
    void whatDoesNotRunHereIsSaid() throws Exception {
        CommandRun run = run("loki", write("rules.yaml", """
                groups:
                  - name: g
                    rules:
                      - alert: A
                        expr: up == 0
                """));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("rules.yaml:5:", "not carried over: group \"g\", rule \"A\": ");
    }

    @Test
    void groupsOfPrometheusAskTheirDataSource() throws Exception {
        CommandRun run = run("prometheus", write("rules.yml", """
                groups:
                # the first
                - name: one
                  rules:
                  - alert: Down
                    expr: up == 0
                -   name: two
                    datasource: other
                    rules: []
                - {name: three, rules: []}
                """));

        assertThat(run.code()).isZero();
        assertThat(home.resolve("out/rules/rules.yml")).content().isEqualTo("""
                groups:
                # the first
                - datasource: prometheus
                  name: one
                  rules:
                  - alert: Down
                    expr: up == 0
                -   name: two
                    datasource: other
                    rules: []
                - {datasource: prometheus, name: three, rules: []}
                """);
    }

    private List<String> routes(String... labels) {
        String[] arguments = new String[labels.length + 3];
        arguments[0] = "route";
        arguments[1] = "--policies";
        arguments[2] = home.resolve("out/policies.yml").toString();
        System.arraycopy(labels, 0, arguments, 3, labels.length);
        return CommandRun.of(home, arguments)
                .out()
                .lines()
                .filter(line -> !line.startsWith(" "))
                .toList();
    }

    private CommandRun run(String program, Path source) {
        return CommandRun.of(home, "import", program, source.toString(), "--out", home + "/out");
    }

    private Path write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
