package io.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

    private static final Path HERE = Path.of("");

    @Test
    void argumentsThatAreNoSettingsAreACommand() {
        assertThat(Commands.isCommand(new String[] {"check"})).isTrue();
        assertThat(Commands.isCommand(new String[] {"chek", "x"})).isTrue();
        assertThat(Commands.isCommand(new String[] {"--help"})).isTrue();
        assertThat(Commands.isCommand(new String[] {"-V"})).isTrue();

        assertThat(Commands.isCommand(new String[] {})).isFalse();
        assertThat(Commands.isCommand(new String[] {"serve"})).isFalse();
        assertThat(Commands.isCommand(new String[] {"--spring.profiles.active=demo"}))
                .isFalse();
        assertThat(Commands.isCommand(new String[] {"--tocsin.port=8081"})).isFalse();
    }

    @Test
    void anUnknownCommandIsWrongUseAndSaysWhichOneWasMeant() {
        CommandRun run = CommandRun.of(HERE, "chek");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("'chek'").contains("Did you mean: tocsin check?");
    }

    @Test
    void helpNamesEveryCommandAndTheExitCodes() {
        CommandRun run = CommandRun.of(HERE, "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("serve ", "check ", "recover ", "Exit codes:", "wrong use");
    }

    @Test
    void anUnknownOptionIsWrongUse() {
        CommandRun run = CommandRun.of(HERE, "check", "--outptu", "json");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--outptu");
    }

    /** The command line starts without Spring, so it has the server's defaults a second time. */
    @Test
    void filesAreWhereTheServerHasThem() throws Exception {
        String server = Files.readString(Path.of("src/main/resources/application.yaml"));
        CommandSettings settings = new CommandSettings(name -> null, HERE, false);

        assertThat(server)
                .contains("${tocsin.rules.dir:" + settings.rulesDir() + "}")
                .contains("${tocsin.templates.dir:" + settings.templatesDir() + "}")
                .contains("${tocsin.contact.points.file:" + settings.contactPointsFile() + "}")
                .contains("${tocsin.policies.file:" + settings.policiesFile() + "}")
                .contains("${tocsin.datasources.file:" + settings.dataSourcesFile() + "}");
    }

    @Test
    void shellsCompleteAllCommands() {
        CommandRun run = CommandRun.of(Path.of(""), "completion");

        assertThat(run.out()).contains("complete ", "backtest", "silence", "--fail-on");
        assertThat(run.code()).isZero();
    }

    @Test
    void whatIsTrainedForAnArchiveRuns() {
        assertThat(CommandRun.of(Path.of(""), "train").code()).isZero();
    }

    @Test
    void ruleFilesAreFormattedOrCheckedOnly(@TempDir Path home) throws Exception {
        Path file = Files.writeString(home.resolve("rules.yml"), """
                groups:
                  - name: g
                    rules:
                      - alert: A # why
                        expr: sum(rate({a="b"}[60s]))>1
                """);

        CommandRun check = CommandRun.of(home, "fmt", "--check", file.toString());
        CommandRun fmt = CommandRun.of(home, "fmt", file.toString());

        assertThat(check.code()).isEqualTo(1);
        assertThat(check.out()).contains("rules.yml");
        assertThat(fmt.code()).isZero();
        assertThat(file).content().contains("- alert: A # why", "expr: sum(rate({a=\"b\"}[1m])) > 1");
        assertThat(CommandRun.of(home, "fmt", "--check", file.toString()).code())
                .isZero();
        Files.writeString(file, "groups: [");
        assertThat(CommandRun.of(home, "fmt", file.toString()).code()).isEqualTo(1);
    }
}
