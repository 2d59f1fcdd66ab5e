package io.tocsin.logql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Examples in src/test/resources/logql: a query, a line of three dashes, what comes out; a line of three equals signs
 * between examples. With -Dgolden.update=true the answers are written anew.
 */
record GoldenFile(Path path, List<Example> examples) {

    static GoldenFile load(String name) {
        Path path = Path.of("src/test/resources/logql", name);
        try {
            List<Example> examples = Arrays.stream(Files.readString(path).split("\n===\n"))
                    .map(Example::read)
                    .toList();
            return new GoldenFile(path, examples);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The examples with fresh answers; also in the file, if that is wanted. */
    List<Example> answer(UnaryOperator<String> answers) {
        List<Example> fresh = examples.stream()
                .map(example -> new Example(example.query(), answers.apply(example.query())))
                .toList();
        if (Boolean.getBoolean("golden.update")) {
            try {
                Files.writeString(path, fresh.stream().map(Example::write).collect(Collectors.joining("\n===\n")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return examples;
        }
        return fresh;
    }

    record Example(String query, String answer) {

        private static Example read(String text) {
            String[] parts = text.split("\n---\n?", 2);
            return new Example(parts[0], parts.length == 1 ? "" : parts[1].stripTrailing());
        }

        private String write() {
            return query + "\n---\n" + answer;
        }
    }
}
