package io.tocsin.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A compose file as a test looks at it: services, what they mount, and what they are told. */
final class ComposeProject {

    static final Pattern INTERPOLATION = Pattern.compile("\\$\\{([A-Z_]+)(?::([-?])([^}]*))?}");

    private static final Pattern ENV_LINE = Pattern.compile("(?:# )?([A-Z][A-Z0-9_]*)=(.*)");

    private final Path file;
    private final String text;
    private final Map<String, Object> content;

    ComposeProject(String file) {
        try {
            this.file = Path.of(file);
            this.text = Files.readString(this.file);
            this.content = map(yaml(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keys that stand twice are refused. */
    static Object yaml(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options)).load(text);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object node) {
        return node == null ? Map.of() : (Map<String, Object>) node;
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object node) {
        return node == null ? List.of() : (List<Object>) node;
    }

    Path file() {
        return file;
    }

    /** Relative paths in a compose file start from here. */
    Path directory() {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    Map<String, Map<String, Object>> services() {
        Map<String, Map<String, Object>> services = new LinkedHashMap<>();
        map(content.get("services")).forEach((name, service) -> services.put(name, map(service)));
        return services;
    }

    Set<String> volumes() {
        return map(content.get("volumes")).keySet();
    }

    /** Each as {@code source:target[:mode]}, with the defaults of variables. */
    List<String> mounts(String service) {
        List<String> mounts = new ArrayList<>();
        list(services().get(service).get("volumes")).forEach(mount -> mounts.add(withDefaults("" + mount)));
        return mounts;
    }

    Map<String, String> environment(String service) {
        Map<String, String> environment = new TreeMap<>();
        map(services().get(service).get("environment")).forEach((name, value) -> environment.put(name, "" + value));
        return environment;
    }

    /** Variables that the file refers to, with their defaults; without one: empty. */
    Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        Matcher matcher = INTERPOLATION.matcher(text.replaceAll("(?m)^\\s*#.*", ""));
        while (matcher.find()) {
            String value = "-".equals(matcher.group(2)) ? matcher.group(3) : "";
            variables.merge(matcher.group(1), value, (a, b) -> a.isEmpty() ? b : a);
        }
        return variables;
    }

    /** Names in {@code .env.example}, also those that are commented out, with their values. */
    Map<String, String> example() throws IOException {
        Map<String, String> example = new LinkedHashMap<>();
        for (String line : Files.readAllLines(directory().resolve(".env.example"))) {
            Matcher matcher = ENV_LINE.matcher(line);
            if (matcher.matches()) {
                example.put(matcher.group(1), matcher.group(2));
            }
        }
        return example;
    }

    /** All that is mounted into containers and can be read: the configurations of the other programs. */
    Set<Path> mountedFiles() {
        Set<Path> files = new LinkedHashSet<>();
        services()
                .keySet()
                .forEach(service -> mounts(service).stream()
                        .filter(mount -> mount.startsWith("."))
                        .map(mount -> directory().resolve(mount.split(":")[0]).normalize())
                        .filter(Files::isRegularFile)
                        .forEach(files::add));
        return files;
    }

    static String withDefaults(String text) {
        return INTERPOLATION.matcher(text).replaceAll(match -> {
            boolean hasDefault = "-".equals(match.group(2));
            return Matcher.quoteReplacement(hasDefault ? match.group(3) : "given");
        });
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
