package io.tocsin.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.start.SettingsPage.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of all settings is made from the code; {@code -Dgolden.update=true} writes it anew. */
class SettingsPageTest {

    private static final String BEGIN = "<!-- settings: begin -->\n";
    private static final String END = "<!-- settings: end -->";

    private static final List<Setting> SETTINGS = new SettingsPage().all();

    @Test
    void everySettingSaysWhatItIs() {
        assertThat(SETTINGS)
                .hasSizeGreaterThan(80)
                .allSatisfy(setting ->
                        assertThat(setting.meaning()).as(setting.variable()).isNotBlank());
    }

    @Test
    void thePageHasEverySettingThatIsRead() {
        KnownSettings known = new KnownSettings(
                AllSettings.environment(java.util.Map.of(), java.util.Map.of()), AllSettings.records());

        assertThat(SETTINGS)
                .extracting(Setting::variable)
                .containsAll(known.documented().stream()
                        .filter(name -> !name.equals("TOCSIN_DEMO") && !name.matches(".*_\\d+"))
                        .toList());
    }

    @Test
    void theEnglishPageIsMadeFromTheCode() throws IOException {
        Path page = Path.of("docs/settings.md");
        String text = Files.readString(page);
        String table = "| Variable | Default | |\n|---|---|---|\n"
                + SETTINGS.stream().map(setting -> setting.row() + "\n").collect(Collectors.joining());
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(
                    page,
                    text.substring(0, text.indexOf(BEGIN) + BEGIN.length())
                            + table
                            + text.substring(text.indexOf(END)));
            return;
        }

        assertThat(between(text)).isEqualTo(table);
    }

    /** Its third column is a person's work. */
    @Test
    void theKoreanPageHasTheSameSettings() throws IOException {
        List<String> rows = between(Files.readString(Path.of("docs/ko/settings.md")))
                .lines()
                .skip(2)
                .toList();

        assertThat(rows)
                .extracting(row -> row.substring(0, row.indexOf(" | ", row.indexOf(" | ") + 1)))
                .containsExactlyElementsOf(SETTINGS.stream()
                        .map(setting -> setting.row()
                                .substring(
                                        0,
                                        setting.row()
                                                .indexOf(" | ", setting.row().indexOf(" | ") + 1)))
                        .toList());
        assertThat(rows).allMatch(row -> row.matches("(?s).*\\p{IsHangul}.* \\|"));
    }

    private static String between(String text) {
        assertThat(text).contains(BEGIN, END);
        return text.substring(text.indexOf(BEGIN) + BEGIN.length(), text.indexOf(END));
    }
}
