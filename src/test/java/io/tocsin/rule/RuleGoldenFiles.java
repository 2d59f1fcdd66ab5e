package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Inputs with their expected texts beside them; {@code -Dgolden.update=true} rewrites the texts. */
public final class RuleGoldenFiles {

    private static final Path ROOT = Path.of("src/test/resources/rules");

    private RuleGoldenFiles() {}

    public static List<Path> in(String folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void assertMatches(Path input, String actual) {
        Path golden = input.resolveSibling(input.getFileName().toString().replace(".yaml", ".txt"));
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(golden, actual, StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(actual).as("%s", golden).isEqualTo(read(golden));
    }
}
