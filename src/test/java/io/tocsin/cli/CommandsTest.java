package io.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

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
}
