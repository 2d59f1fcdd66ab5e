package io.tocsin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

/** The icons that the pages use are in their own style sheet and font, and are those of the library. */
class IconsTest {

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path STYLES = RESOURCES.resolve("static/css");
    private static final Pattern NAME = Pattern.compile("\\bbi-[a-z0-9-]+");
    private static final Pattern RULE =
            Pattern.compile("\\.(bi-[a-z0-9-]+)::before \\{ content: \"\\\\([0-9a-f]+)\"; \\}");
    private static final Pattern CHARACTER = Pattern.compile("content: \"\\\\(f[0-9a-f]{3})\"");

    @Test
    void everyIconOfAPageIsTheOneOfTheLibrary() throws IOException {
        Map<String, String> own = rules(Files.readString(STYLES.resolve("icons.css")));

        assertThat(own.keySet()).containsExactlyElementsOf(used());
        assertThat(rules(library())).containsAllEntriesOf(own);
    }

    @Test
    void theFontHasEachOfThem() throws IOException {
        Set<Integer> wanted = new TreeSet<>();
        for (String file : List.of("icons.css", "tocsin.css")) {
            CHARACTER
                    .matcher(Files.readString(STYLES.resolve(file)))
                    .results()
                    .forEach(found -> wanted.add(Integer.parseInt(found.group(1), 16)));
        }

        assertThat(wanted).hasSizeGreaterThan(50);
        assertThat(characters(Files.readAllBytes(STYLES.resolve("icons.woff")))).containsAll(wanted);
    }

    private static Set<String> used() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String folder : List.of("templates", "static/js")) {
            try (Stream<Path> files = Files.walk(RESOURCES.resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    NAME.matcher(Files.readString(file))
                            .results()
                            .map(MatchResult::group)
                            .forEach(names::add);
                }
            }
        }
        return names;
    }

    private static Map<String, String> rules(String css) {
        return RULE.matcher(css)
                .results()
                .collect(Collectors.toMap(
                        rule -> rule.group(1), rule -> rule.group(2), (one, other) -> other, TreeMap::new));
    }

    private static String library() throws IOException {
        Properties library = new Properties();
        try (InputStream file = resource("META-INF/maven/org.webjars.npm/bootstrap-icons/pom.properties")) {
            library.load(file);
        }
        String path = "META-INF/resources/webjars/bootstrap-icons/" + library.getProperty("version")
                + "/font/bootstrap-icons.css";
        try (InputStream file = resource(path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream resource(String path) {
        return Objects.requireNonNull(IconsTest.class.getClassLoader().getResourceAsStream(path), path);
    }

    /** Those of the font's table "cmap", of which the format for characters of 16 bits is read. */
    private static Set<Integer> characters(byte[] woff) throws IOException {
        ByteBuffer table = table(woff, "cmap");
        int tables = table.getShort(2);
        for (int i = 0; i < tables; i++) {
            int at = table.getInt(4 + i * 8 + 4);
            if (table.getShort(at) == 4) {
                return segments(table, at);
            }
        }
        throw new IOException("no table of characters of 16 bits");
    }

    private static Set<Integer> segments(ByteBuffer table, int at) {
        Set<Integer> characters = new HashSet<>();
        int twice = unsigned(table, at + 6);
        for (int i = 0; i < twice; i += 2) {
            int end = unsigned(table, at + 14 + i);
            int start = unsigned(table, at + 16 + twice + i);
            for (int character = start; character <= end && character < 0xFFFF; character++) {
                characters.add(character);
            }
        }
        return characters;
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xFFFF;
    }

    /** A table as it is before it is compressed. */
    private static ByteBuffer table(byte[] woff, String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(woff);
        int tables = bytes.getShort(12);
        for (int i = 0; i < tables; i++) {
            int entry = 44 + i * 20;
            String tag = new String(woff, entry, 4, StandardCharsets.US_ASCII);
            if (tag.equals(name)) {
                int offset = bytes.getInt(entry + 4);
                int length = bytes.getInt(entry + 8);
                boolean isCompressed = length < bytes.getInt(entry + 12);
                InputStream stored = new ByteArrayInputStream(woff, offset, length);
                try (InputStream plain = isCompressed ? new InflaterInputStream(stored) : stored) {
                    return ByteBuffer.wrap(plain.readAllBytes());
                }
            }
        }
        throw new IOException("no table " + name);
    }
}
