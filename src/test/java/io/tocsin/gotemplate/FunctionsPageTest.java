package io.tocsin.gotemplate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of functions in docs/messages.md names those that templates know, each once, and no others. */
class FunctionsPageTest {

    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @ParameterizedTest
    @ValueSource(strings = {"Go", "Prometheus", "Alertmanager"})
    void eachRowNamesWhatTemplatesKnow(String origin) throws IOException {
        assertThat(row(origin))
                .containsExactlyInAnyOrderElementsOf(
                        MessageFunctions.byOrigin().getOrDefault(origin.toLowerCase(Locale.ROOT), List.of()));
    }

    @Test
    void allTogetherAreEveryFunctionOnce() {
        assertThat(MessageFunctions.byOrigin().values().stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(FunctionTable.ALERTS.names());
    }

    private static List<String> row(String origin) throws IOException {
        String line = Files.readAllLines(Path.of("docs/messages.md")).stream()
                .filter(text -> text.startsWith("| " + origin + ": "))
                .findFirst()
                .orElseThrow();
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(line.split("\\|")[1]);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
