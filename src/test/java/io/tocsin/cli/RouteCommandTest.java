package io.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteCommandTest {

    @TempDir
    private Path home;

    @BeforeEach
    void writePolicies() throws IOException {
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve("config/policies.yml"), """
                route:
                  receiver: everyone
                  group_by: [alertname, host]
                  routes:
                    - {matchers: [team=data], receiver: data, continue: true, repeat_interval: 12h}
                    - {matchers: ['severity=~"warning|info"'], receiver: quiet, mute_time_intervals: [night]}
                time_intervals:
                  - name: night
                    time_intervals: [{times: [{start_time: "22:00", end_time: "24:00"}]}]
                """);
    }

    @Test
    void everyContactPointIsNamedWithItsPolicyAndItsTimes() {
        CommandRun run = CommandRun.of(
                home,
                "route",
                "--at",
                "2026-11-21T22:30:00Z",
                "alertname=A",
                "host=h1",
                "team=data",
                "severity=\"info\"");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                data
                  policy  {}/{team="data"}
                  group   {alertname="A", host="h1"}
                  timing  first message after 10s, changes every 1m, repeated after 12h
                quiet
                  policy  {}/{severity=~"warning|info"}
                  group   {alertname="A", host="h1"}
                  timing  first message after 10s, changes every 1m, repeated after 4h
                  held    by a time interval, at least until 2026-11-22T00:00:00Z
                """);
    }

    @Test
    void contactPointsOfTheRuleReplaceThoseOfThePolicies() {
        assertThat(CommandRun.of(home, "route", "--rule-contact-point", "mine", "team=data")
                        .out())
                .startsWith("mine\n  policy  {}/{team=\"data\"}\n")
                .doesNotContain("everyone");
    }

    @Test
    void theContactPointsCanBeVerified() {
        assertThat(CommandRun.of(home, "route", "--verify", "data,quiet", "team=data", "severity=info")
                        .code())
                .isZero();

        CommandRun run = CommandRun.of(home, "route", "--verify", "data", "team=web");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("tocsin: expected data, reached everyone\n");
    }

    @Test
    void withoutAFileEverythingGoesToTheDefaultContactPoint() throws Exception {
        Path other = Files.createDirectories(home.resolve("other"));

        assertThat(CommandRun.of(other, "route", "a=b").out()).startsWith("inbox\n");
        assertThat(CommandRun.of(Map.of("TOCSIN_DEFAULT_CONTACT_POINT", "chat"), other, "route", "a=b")
                        .out())
                .startsWith("chat\n");
    }

    @Test
    void problemsOfThePoliciesAreShown() throws Exception {
        Path file = Files.writeString(home.resolve("bad.yml"), "route: {receiver: a, grup_by: [x]}\n");

        CommandRun run = CommandRun.of(home, "route", "--policies", file.toString(), "a=b");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("bad.yml:1:22: error: unknown field \"grup_by\"");
        assertThat(CommandRun.of(home, "route", "--policies", "absent.yml", "a=b")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void whatIsNoLabelIsWrongUse() {
        CommandRun run = CommandRun.of(home, "route", "critical");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("\"critical\" is no label; write NAME=VALUE");
    }
}
