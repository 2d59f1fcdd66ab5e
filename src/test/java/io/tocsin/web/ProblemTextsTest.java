package io.tocsin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.notification.file.PolicyFileParser;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.lint.LintTexts;
import io.tocsin.yaml.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTextsTest {

    private final ProblemTexts texts = new ProblemTexts();

    /** The expected problems of all broken rule files, which name each problem that the reader of rules knows. */
    @Test
    void everyProblemOfTheBrokenRuleFilesIsSaidInKorean() throws IOException {
        Pattern hangul = Pattern.compile("[가-힣]");
        List<String> problems;
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/rules/bad"))) {
            problems = files.filter(file -> file.toString().endsWith(".txt"))
                    .flatMap(ProblemTextsTest::lines)
                    .filter(line -> line.matches("\\S+:\\d+:\\d+: .*"))
                    .toList();
        }

        assertThat(problems).hasSizeGreaterThan(70);
        assertThat(problems.stream()
                        .map(problem -> texts.of(problem, Locale.KOREAN))
                        .filter(text -> !hangul.matcher(text).find()))
                .isEmpty();
        assertThat(problems.stream().map(problem -> texts.of(problem, Locale.KOREAN)))
                .noneMatch(
                        text -> text.contains("did you mean") || text.contains("must be") || text.contains("needs a"));
    }

    @Test
    void everythingThatTheLinterSaysIsSaidInKorean() {
        Pattern place = Pattern.compile("^\\S+:\\d+:\\d+: ");
        List<String> said = LintTexts.all();

        assertThat(said).hasSizeGreaterThan(40);
        assertThat(said).noneMatch(text -> place.matcher(text).find());
        assertThat(said.stream().filter(text -> texts.of(text, Locale.KOREAN).equals(text)))
                .isEmpty();
        assertThat(said.stream().map(text -> texts.of(text, Locale.KOREAN)))
                .noneMatch(text -> text.contains(" the ") || text.contains("write "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3 rules cannot be evaluated: no answer within 30s",
                "it is set, but contact-points.yml has contact points and none of them refers to it; write url: ${X} there, or unset it",
                "policies.yml:3:5: unknown field \"x\"; the version of 2026-03-01T10:00:00Z stays in force",
                "messages go to the Inbox page only, no chat is told; set SLACK_WEBHOOK_URL or DISCORD_WEBHOOK_URL, or write"
                        + " config/contact-points.yml, or make a contact point on the page Contact points"
            })
    void saysWhatIsNotWatchedInKorean(String reason) {
        assertThat(texts.of(reason, Locale.KOREAN)).containsPattern("[가-힣]");
    }

    @Test
    void everyProblemOfABrokenPoliciesFileIsSaidInKorean() {
        ContactPointName inbox = new ContactPointName("inbox");
        List<String> problems = new PolicyFileParser(inbox::equals, () -> inbox)
                .parse("""
                        global: {}
                        route:
                          receiver: nobody
                          matchers: ["a = b"]
                          group_by: ["...", a, a]
                          routes:
                            - {receiver: inbox, contact_point: inbox, matchers: ["a="], mute_time_intervals: [never], group_wait: soon}
                            - {policies: [], object_matchers: [], match: {a: b}}
                        time_intervals:
                          - time_intervals: [{times: [{start_time: "18:00", end_time: "9"}], weekdays: [someday], location: Nowhere}]
                          - name: x
                            time_intervals: [{days_of_month: ["40", "5:-1"], months: [brumaire], years: ["2027:2026"], hours: []}]
                        inhibit_rules:
                          - {equal: [host]}
                        """, "policies.yml").problems().stream()
                        .map(FileProblem::toString)
                        .toList();

        assertThat(problems).hasSizeGreaterThan(15);
        assertThat(problems.stream()
                        .filter(problem -> texts.of(problem, Locale.KOREAN).equals(problem)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no answer within 30s, the time limit of the group's slot",
                "data source \"default\" gave no answer within 30000 ms",
                "no connection to http://loki:3100 within 2s; is the address right, and does a firewall let us through?",
                "http://loki:3100 refuses connections; is it running?",
                "Loki answered 429 without a text (Loki or a proxy limits the rate of requests: spread the rules' intervals"
                        + " or lower max_concurrent)",
                "Loki answered 500: rpc error (Loki did not finish in time: narrow the stream selector, shorten the range,"
                        + " or raise query_timeout)",
                "data source \"default\" is not asked for 30 s because all of the last queries failed; the last error:"
                        + " http://loki:3100 refuses connections",
                "the embedded log store did not finish the query within 30000 ms; narrow the stream selector or shorten"
                        + " the range",
                "the scheduler met failed_heartbeat; see the log",
                "hash=83acb5a2c26c2e77; files=2; not in force=a.yml:1:2: group \"g\": unknown field \"x\" in a group; known are"
                        + " datasource, interval",
                "expr: syntax error: unexpected IDENTIFIER, expecting a function such as sum or rate, or a selector such as"
                        + " {job=\"app\"}",
                "text: line 1, column 3: unknown name \"jobb\"; a label is written {{labels.jobb}}"
            })
    void saysInKoreanWhyAQueryIsNotAnsweredAndWhatTheProcessMet(String reason) {
        String korean = texts.of(reason, Locale.KOREAN);

        assertThat(korean).containsPattern("[가-힣]");
        assertThat(korean)
                .doesNotContainPattern("\\b(the|is|of|or|within|answered|intervals|changed|refuses|known)\\b");
    }

    @Test
    void keepsThePlaceAndWhatIsQuoted() {
        assertThat(texts.of(
                        "a.yml:3:5: group \"g\", rule \"r\": unknown field \"exprs\" in a rule; did you mean \"expr\"?",
                        Locale.KOREAN))
                .isEqualTo("a.yml:3:5: group \"g\", rule \"r\": 규칙에 없는 필드 \"exprs\". \"expr\"(을)를 쓰려던 것인가요?");
        assertThat(texts.of("for: \"5\" has no unit; did you mean \"5s\" or \"5m\"?", Locale.KOREAN))
                .isEqualTo("for: \"5\"에 단위가 없습니다. \"5s\" 또는 \"5m\"(을)를 쓰려던 것인가요?");
    }

    @Test
    void leavesEnglishAndWhatItDoesNotKnow() {
        assertThat(texts.of("unknown operator %", Locale.ENGLISH)).isEqualTo("unknown operator %");
        assertThat(texts.of("something else", Locale.KOREAN)).isEqualTo("something else");
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
