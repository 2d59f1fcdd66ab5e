package io.tocsin.packaging;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which options the configurations of agents have whose files are neither YAML nor Alloy's, as paths with dots. What is not of the
 * form that the program reads is refused.
 */
public final class AgentKeys {

    private static final Pattern TABLE = Pattern.compile("\\[(sources|sinks)\\.([a-z_]+)]");
    private static final Pattern ASSIGNMENT = Pattern.compile("([a-z_.]+) = (.+)");
    private static final Pattern TOML_TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'");
    private static final Pattern SECTION = Pattern.compile("\\[(INPUT|FILTER|OUTPUT)]");
    private static final Pattern ENTRY = Pattern.compile(" {4}([A-Za-z_.]+) +(\\S.*)");
    private static final Pattern SYSLOG_NG = Pattern.compile("(?<text>'[^']*'|\"[^\"]*\")"
            + "|(?<statement>source|destination|log)(?: [a-z_]+)? \\{"
            + "|(?<option>[a-z][a-z-]*)\\("
            + "|(?<end>[)}])"
            + "|(?<plain>[A-Za-z0-9_-]+|[;,\\s]+)");
    private static final Pattern LOG_OPTION = Pattern.compile("--log-opt(?: \"?([^\\s=\"]*)(=?))?");

    private AgentKeys() {}

    /** {@code sources.TYPE.OPTION}; the names of labels are one's own. */
    public static Set<String> ofVector(String toml) {
        Set<String> keys = new TreeSet<>();
        Set<String> components = new TreeSet<>();
        String kind = "";
        String type = "";
        for (String line : lines(toml)) {
            Matcher table = TABLE.matcher(line);
            Matcher assignment = ASSIGNMENT.matcher(line);
            if (table.matches()) {
                kind = table.group(1);
                type = "";
                require(components.add(table.group(2)), line);
            } else {
                require(assignment.matches() && isTomlValue(assignment.group(2)), line);
                String option = assignment.group(1);
                type = option.equals("type") ? assignment.group(2).replace("\"", "") : type;
                require(!kind.isEmpty() && !type.isEmpty(), line);
                require(!option.equals("inputs") || components.containsAll(texts(assignment.group(2))), line);
                keys.add(kind + "." + type + "." + option.replaceAll("^labels\\..+", "labels.*"));
            }
        }
        return keys;
    }

    private static boolean isTomlValue(String value) {
        return TOML_TEXT.matcher(value).matches()
                || value.matches("\\d+|true|false")
                || value.matches("\\[(" + TOML_TEXT + ")(, (" + TOML_TEXT + "))*]");
    }

    private static List<String> texts(String array) {
        return TOML_TEXT
                .matcher(array)
                .results()
                .map(found -> found.group().substring(1, found.group().length() - 1))
                .toList();
    }

    /** {@code input.PLUGIN.OPTION}. */
    public static Set<String> ofFluentBit(String ini) {
        Set<String> keys = new TreeSet<>();
        String kind = "";
        String plugin = "";
        for (String line : lines(ini)) {
            Matcher section = SECTION.matcher(line);
            Matcher entry = ENTRY.matcher(line);
            if (section.matches()) {
                kind = section.group(1).toLowerCase(Locale.ROOT);
                plugin = "";
            } else {
                require(entry.matches(), line);
                String option = entry.group(1).toLowerCase(Locale.ROOT);
                plugin = option.equals("name") ? entry.group(2) : plugin;
                require(!kind.isEmpty() && !plugin.isEmpty(), line);
                keys.add(kind + "." + plugin + "." + option);
            }
        }
        return keys;
    }

    /** {@code destination.http.url}; texts in quotes are not looked into. */
    public static Set<String> ofSyslogNg(String text) {
        Set<String> keys = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(""));
        String configuration = String.join("\n", lines(text)).replaceFirst("^@version: \\d+\\.\\d+\n", "");
        Matcher token = SYSLOG_NG.matcher(configuration);
        int at = 0;
        while (at < configuration.length()) {
            require(token.find(at) && token.start() == at, configuration.substring(at));
            at = token.end();
            String statement = token.group("statement");
            String option = token.group("option");
            if (statement != null) {
                open.push(statement + ".");
            } else if (option != null) {
                keys.add(open.getFirst() + option);
                open.push(open.getFirst() + option + ".");
            } else if (token.group("end") != null) {
                require(open.size() > 1, configuration.substring(token.start()));
                open.pop();
            }
        }
        require(open.size() == 1, "a part is not closed: " + open.getFirst());
        return keys;
    }

    /** What stands behind each {@code --log-opt} of a command. */
    public static Set<String> ofDockersDriver(String command) {
        Set<String> keys = new TreeSet<>();
        LOG_OPTION.matcher(command).results().forEach(option -> {
            require("=".equals(option.group(2)), command);
            keys.add(option.group(1));
        });
        return keys;
    }

    /** Without empty ones and those that are comments. */
    private static List<String> lines(String text) {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                .toList();
    }

    private static void require(boolean isWell, String what) {
        if (!isWell) {
            throw new IllegalArgumentException("not as the program reads it: " + what);
        }
    }
}
