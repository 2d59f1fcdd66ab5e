package io.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LogqlCommandTest {

    private static final Path HERE = Path.of("");

    @Test
    void aQueryIsPrintedAsLokiPrintsIt() {
        CommandRun run =
                CommandRun.of(HERE, "logql", "fmt", "sum by(host)(count_over_time({job='a'}[5m]))".replace('\'', '"'));

        assertThat(run.out()).isEqualTo("sum by (host) (count_over_time({job=\"a\"}[5m]))\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void aMistakeIsShownWithACaret() {
        CommandRun run = CommandRun.of(HERE, "logql", "fmt", "sum(\n  rate({job=\"a\"}[5m)\n)");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("""
                2:17: error: missing closing ']' in duration
                    rate({job="a"}[5m)
                                  ^
                """);
    }

    @Test
    void thePartsOfAQueryAreListed() {
        CommandRun run = CommandRun.of(HERE, "logql", "parse", "{job=\"a\"} |= \"x\" | json");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                LogSelectorExpr
                  matchers:\s
                    -: job="a"
                  stages:\s
                    -: LineFilterStage
                      operator: CONTAINS
                      alternatives:\s
                        -: Operand
                          isIp: false
                          value: x
                    -: JsonStage
                """);
    }

    @Test
    void aMissingSubcommandIsWrongUse() {
        assertThat(CommandRun.of(HERE, "logql").code()).isEqualTo(2);
    }
}
