package io.tocsin.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which keys a configuration of another program has, as paths with dots; lists count for nothing. */
public final class ConfigurationKeys {

    private static final Pattern BLOCK = Pattern.compile("([a-z_.]+)(?: \"[a-z_]+\")? \\{");
    private static final Pattern ARGUMENT = Pattern.compile("([a-z_]+) *= .*");

    private ConfigurationKeys() {}

    /** The list of those that the program's documentation has. */
    public static Set<String> documented(String program) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/packaging/" + program + "-keys.txt"))) {
            return lines.filter(line -> !line.startsWith("#")).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    public static Set<String> ofYaml(Object document) {
        Set<String> keys = new TreeSet<>();
        collect("", document, keys);
        return keys;
    }

    private static void collect(String path, Object node, Set<String> keys) {
        if (node instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, value) -> collect(path.isEmpty() ? "" + key : path + "." + key, value, keys));
        } else if (node instanceof Collection<?> list && list.stream().anyMatch(Map.class::isInstance)) {
            list.forEach(value -> collect(path, value, keys));
        } else {
            keys.add(path);
        }
    }

    /** Blocks and arguments; a line that is neither of them, and no comment, is refused. */
    public static Set<String> ofAlloy(String text) {
        Set<String> keys = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(""));
        for (String line : (Iterable<String>) text.lines().map(String::strip)::iterator) {
            Matcher block = BLOCK.matcher(line);
            Matcher argument = ARGUMENT.matcher(line);
            if (block.matches()) {
                String path = open.getFirst() + block.group(1);
                if (line.indexOf('"') < 0) {
                    keys.add(path);
                }
                open.push(path + ".");
            } else if (line.equals("}")) {
                open.pop();
            } else if (argument.matches()) {
                keys.add(open.getFirst() + argument.group(1));
            } else if (!line.isEmpty() && !line.startsWith("//")) {
                throw new IllegalArgumentException("no line of Alloy's configuration: " + line);
            }
        }
        if (open.size() > 1) {
            throw new IllegalArgumentException("a block is not closed: " + open.getFirst());
        }
        return keys;
    }
}
