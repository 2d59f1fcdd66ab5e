package io.tocsin.contactpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The stack traces of {@code src/test/resources/traces}. */
public final class TestTraces {

    private TestTraces() {}

    /** The text of one, without what its test expects. */
    public static String rows(String name) {
        try {
            return Files.readString(Path.of("src/test/resources/traces/" + name + ".txt"))
                    .lines()
                    .filter(row -> !row.startsWith("#! ") && !row.isBlank())
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
