package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleFileFormatTest {

    private static final String SOURCE = """


            # top  \s
            groups:   # behind\s\s
              - name: g


                rules:
                  # before
                  - alert: A
                    expr: sum  by(host)(count_over_time({job="a"}|="x"[5m]))>5  # why
                    annotations:
                      description: |
                        two  \s


                        lines
                  - alert: B
                    expr: 'sum(rate({job="it''s"}[60s]))'
                  - {alert: C, expr: 'sum(rate({job="c"}[1m]))>1', for: 5m}
                  - alert: D
                    expr: |
                      sum(   # comments of LogQL
                        rate({job="d"}[5m]))


            """;

    static Stream<Path> ruleFiles() throws IOException {
        try (Stream<Path> own = Files.list(Path.of("rules"));
                Stream<Path> others = Files.list(Path.of("src/test/resources/importer/loki"))) {
            List<Path> files = Stream.concat(own, others)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .toList();
            return files.stream();
        }
    }

    @Test
    void printsQueriesAndKeepsCommentsAndTexts() {
        assertThat(RuleFileFormat.format(SOURCE, "rules.yml")).isEqualTo("""
                # top
                groups:   # behind
                  - name: g

                    rules:
                      # before
                      - alert: A
                        expr: sum by (host) (count_over_time({job="a"} |= "x" [5m])) > 5  # why
                        annotations:
                          description: |
                            two  \s


                            lines
                      - alert: B
                        expr: 'sum(rate({job="it''s"}[1m]))'
                      - {alert: C, expr: 'sum(rate({job="c"}[1m])) > 1', for: 5m}
                      - alert: D
                        expr: |
                          sum(   # comments of LogQL
                            rate({job="d"}[5m]))
                """);
    }

    @ParameterizedTest
    @MethodSource("ruleFiles")
    void meansTheSameAndStaysAsItIsTheSecondTime(Path file) throws IOException {
        String source = Files.readString(file);

        String formatted = RuleFileFormat.format(source, "f");

        assertThat(RuleFileFormat.format(formatted, "f")).isEqualTo(formatted);
        assertThat(meaning(formatted)).isEqualTo(meaning(source));
        assertThat(comments(formatted)).isEqualTo(comments(source));
    }

    /** Everything but the lines and the way in which queries are written. */
    private static List<String> meaning(String text) {
        RuleFileResult result = new RuleFileParser().parse(text, "f");
        if (result.ruleFile().isEmpty()) {
            return result.problems().stream().map(RuleProblem::text).toList();
        }
        return result.ruleFile().orElseThrow().groups().stream()
                .flatMap(group -> group.rules().stream())
                .map(rule -> rule.key() + " " + printed(rule.expression()) + " " + rule.condition() + " "
                        + rule.labels() + " " + rule.annotations() + " " + rule.holdDuration())
                .toList();
    }

    private static String printed(String expression) {
        return new io.tocsin.logql.LogqlParser().parse(expression).toString();
    }

    private static List<String> comments(String text) {
        return text.lines()
                .filter(line -> line.contains("#"))
                .map(line -> line.substring(line.indexOf('#')).strip())
                .toList();
    }

    @Test
    void whatIsNoYamlIsSaidWithItsPlace() {
        assertThatThrownBy(() -> RuleFileFormat.format("groups: [", "f.yml"))
                .isInstanceOf(RuleFormatException.class)
                .hasMessageStartingWith("f.yml:1:");
    }
}
