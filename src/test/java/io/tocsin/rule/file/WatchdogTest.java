package io.tocsin.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.rule.RuleFileParser;
import io.tocsin.rule.RuleFileResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchdogTest {

    @TempDir
    private Path folder;

    private final Map<String, String> builtIn = Map.of(Watchdog.FILE, Watchdog.TEXT);

    @Test
    void isARuleFileWithoutProblemsAndWarnings() {
        RuleFileResult result = new RuleFileParser().parse(Watchdog.TEXT, Watchdog.FILE);

        assertThat(result.problems()).isEmpty();
        assertThat(result.warnings()).isEmpty();
        assertThat(result.ruleFile().orElseThrow().ruleCount()).isEqualTo(1);
    }

    @Test
    void isAmongTheFilesAndCanBeRead() {
        RuleDirectory directory = new RuleDirectory(folder, builtIn, Clock.systemUTC());

        assertThat(directory.scan().files()).containsOnlyKeys(Watchdog.FILE);
        assertThat(directory.read(Watchdog.FILE).orElseThrow().text()).isEqualTo(Watchdog.TEXT);
    }

    @Test
    void givesWayToAFileOfTheSameName() throws IOException {
        Files.createDirectories(folder.resolve("built-in"));
        Files.writeString(folder.resolve(Watchdog.FILE), "groups: []");

        RuleDirectory directory = new RuleDirectory(folder, builtIn, Clock.systemUTC());

        assertThat(directory.scan().files().get(Watchdog.FILE).text()).isEqualTo("groups: []");
    }
}
