package io.tocsin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The texts of the pages keep to the words of docs/glossary.md. */
class GlossaryTest {

    private static final int NOT_ENGLISH = 4;
    private static final int NOT_KOREAN = 5;

    private static final Pattern LATIN = Pattern.compile("[A-Za-z][A-Za-z_.-]+");

    /** What a Korean text may quote or name: arguments, quotes, addresses, words of filters and environment variables. */
    private static final Pattern QUOTED =
            Pattern.compile("\\{[^}]*\\}|\"[^\"]*\"|https?://\\S+|@\\w+|TOCSIN_\\w+|tocsin\\.[a-z.-]+|\\w+=\\S+");

    private static final Set<String> NAMES = Set.of(
            "API",
            "Alertmanager",
            "Alloy",
            "Discord",
            "Go",
            "Grafana",
            "ID",
            "JSON",
            "Java",
            "JavaScript",
            "Loki",
            "Mustache",
            "Node",
            "PostgreSQL",
            "Prometheus",
            "Python",
            "Slack",
            "Tocsin",
            "URL",
            "UTC",
            "YAML",
            "git",
            "yaml",
            "yml",
            "patch",
            "apply",
            "admin",
            "inbox");

    /** Words of files, of chats and of the protocol, which are typed as they are. */
    private static final Set<String> TYPED = Set.of(
            "Authorization",
            "Bearer",
            "channel",
            "contact_points",
            "everyone",
            "firing",
            "for",
            "here",
            "https",
            "keep_firing_for",
            "limit",
            "no_data",
            "on_error",
            "pending",
            "RESOLVED",
            "FIRING",
            "active_at",
            "annotations",
            "description",
            "recovering",
            "role",
            "severity",
            "runbook_url",
            "summary",
            "summary_ko",
            "thread_id",
            "tocsin_folded",
            "url",
            "user",
            "xoxb-");

    @Test
    void koreanTextsHaveNoEnglishButNamesAndQuotes() throws IOException {
        Properties korean = load("/messages_ko.properties");
        List<String> found = new ArrayList<>();

        for (String key : new TreeSet<>(korean.stringPropertyNames())) {
            Matcher words =
                    LATIN.matcher(QUOTED.matcher(korean.getProperty(key)).replaceAll(" "));
            while (words.find()) {
                if (!NAMES.contains(words.group()) && !TYPED.contains(words.group())) {
                    found.add(key + ": " + words.group());
                }
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void noTextUsesAWordThatTheGlossaryReplaces() throws IOException {
        List<String> found = new ArrayList<>();

        find("/messages.properties", words(NOT_ENGLISH), found);
        find("/messages_ko.properties", words(NOT_KOREAN), found);

        assertThat(words(NOT_KOREAN)).contains("수신처", "슬롯");
        assertThat(found).isEmpty();
    }

    /** Messages and notices have their texts in the code. "조용히" is a plain word there. */
    @Test
    void noMessageAndNoDocumentUsesAWordThatTheGlossaryReplaces() throws IOException {
        List<String> words =
                words(NOT_KOREAN).stream().filter(word -> !word.equals("조용")).toList();
        List<String> found = new ArrayList<>();
        for (String root : List.of("src/main/java", "docs/ko", "README.ko.md")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.filter(path -> path.toString().matches(".*\\.(java|md)"))
                        .toList()) {
                    String text = Files.readString(file);
                    words.stream().filter(text::contains).forEach(word -> found.add(file + ": " + word));
                }
            }
        }

        assertThat(words).contains("해소");
        assertThat(found).isEmpty();
    }

    private static void find(String bundle, List<String> words, List<String> found) throws IOException {
        Properties texts = load(bundle);
        for (String key : new TreeSet<>(texts.stringPropertyNames())) {
            String text = texts.getProperty(key).toLowerCase(Locale.ROOT);
            words.stream()
                    .filter(text::contains)
                    .forEach(word -> found.add(key + ": " + word + " in \"" + text + "\""));
        }
    }

    /** The words of one column of the table. */
    private static List<String> words(int column) throws IOException {
        return Files.readAllLines(Path.of("docs/glossary.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| Thing"))
                .map(line -> line.split("\\|", -1)[column].strip())
                .flatMap(cell -> Stream.of(cell.split(",")))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Properties load(String name) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(GlossaryTest.class.getResourceAsStream(name)), StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }
}
