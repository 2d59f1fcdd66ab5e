package io.tocsin.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/** All settings with their defaults and what their code says of them. */
final class SettingsPage {

    private static final Pattern PASSED_ON = Pattern.compile("\\$\\{tocsin\\.[a-z0-9.-]+:([^}]*)}");
    private static final Path OWN_FILE = Path.of("src/main/resources/application.yaml");

    private final Map<String, Setting> settings = new TreeMap<>();

    /** @param meaning empty: nobody says */
    record Setting(String variable, String value, String meaning) {

        /** The row of a table; a setting whose default is made from others has none. */
        String row() {
            return "| `" + variable + "` | " + (value.isEmpty() ? "" : "`" + value + "`") + " | " + meaning + " |";
        }
    }

    SettingsPage() {
        Map<String, String> ownFile = new TreeMap<>();
        for (PropertySource<?> source :
                AllSettings.environment(Map.of(), Map.of()).getPropertySources()) {
            if (source.getName().contains("class path resource") && source instanceof EnumerablePropertySource<?> own) {
                for (String name : own.getPropertyNames()) {
                    ownFile.put(plain(name), String.valueOf(own.getProperty(name)));
                    if (name.startsWith("tocsin.")) {
                        String text = name.replaceAll("\\[.*", "");
                        add(text, value(text, own), comment(text));
                    }
                }
            }
        }
        AllSettings.records().forEach(type -> {
            ConfigurationProperties annotation = type.getAnnotation(ConfigurationProperties.class);
            addRecord(annotation.prefix().isEmpty() ? annotation.value() : annotation.prefix(), type);
        });
        // It is for the profile of the demo only.
        settings.remove("TOCSIN_DEMO");
    }

    List<Setting> all() {
        return new ArrayList<>(settings.values());
    }

    private void add(String property, String value, String meaning) {
        String variable = SettingNames.variable(property);
        Setting before = settings.get(variable);
        String shown = before == null || before.value().isEmpty() ? value : before.value();
        String said = meaning.isEmpty() && before != null ? before.meaning() : meaning;
        settings.put(variable, new Setting(variable, shown, said));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "");
    }

    private static String value(String name, EnumerablePropertySource<?> own) {
        List<String> entries = new ArrayList<>();
        for (int i = 0; own.containsProperty(name + "[" + i + "]"); i++) {
            entries.add(String.valueOf(own.getProperty(name + "[" + i + "]")));
        }
        Object single = own.getProperty(name);
        String text = single == null ? String.join(",", entries) : String.valueOf(single);
        Matcher passedOn = PASSED_ON.matcher(text);
        return passedOn.matches() ? passedOn.group(1) : text;
    }

    private void addRecord(String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
            Class<?> inner = component.getType();
            boolean isNested = inner.isRecord() && inner.getEnclosingClass() == type;
            if (isNested) {
                addRecord(name, inner);
                continue;
            }
            String value = defaultOf(type, component);
            String meaning = sentence(javadoc(type, component.getName()));
            add(name, value, value.isEmpty() ? meaning : withoutDefault(meaning));
        }
    }

    private static String defaultOf(Class<?> type, RecordComponent component) {
        return Arrays.stream(type.getDeclaredConstructors())
                .filter(constructor -> constructor.getParameterCount() == type.getRecordComponents().length)
                .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
                .filter(parameter -> parameter.getName().equals(component.getName()))
                .map(parameter -> parameter.getAnnotation(DefaultValue.class))
                .filter(Objects::nonNull)
                .map(annotation -> String.join(",", annotation.value()))
                .findFirst()
                .orElse("");
    }

    /** What the record says of its component. */
    private static String javadoc(Class<?> type, String component) {
        Class<?> outer = type.getEnclosingClass() == null ? type : type.getEnclosingClass();
        String source = read(Path.of("src/main/java/" + outer.getName().replace('.', '/') + ".java"));
        int record = source.indexOf("record " + type.getSimpleName() + "(");
        int begin = source.lastIndexOf("/**", record);
        String text = source.substring(begin, source.indexOf("*/", begin)).replaceAll("\\n\\s*\\* ?", "\n");
        Matcher param = Pattern.compile("(?s)@param " + component + "\\s+(.*?)(?=@param|@throws|\\z)")
                .matcher(text);
        return param.find() ? param.group(1) : "";
    }

    private static String sentence(String text) {
        return text.strip()
                .replaceAll("\\s*\\n\\s*", " ")
                .replaceAll("\\{@code ([^}]*(?:\\{[^}]*})?[^}]*)}", "`$1`")
                .replaceAll("\\{@link #?([^}]*)}", "$1")
                .replace("|", "\\|")
                .strip();
    }

    /** It stands beside the meaning. */
    private static String withoutDefault(String meaning) {
        return meaning.replaceAll("; default [^;,]+(,(?= at| and))?", ";")
                .replaceAll(";+", ";")
                .replaceAll(";$", "");
    }

    /** The comment above the setting in the application's own file. */
    private static String comment(String property) {
        List<String> lines = read(OWN_FILE).lines().toList();
        int at = 0;
        String indent = "  ";
        for (String part : property.substring("tocsin.".length()).split("\\.")) {
            while (at < lines.size() && !lines.get(at).startsWith(indent + part + ":")) {
                at++;
            }
            indent += "  ";
        }
        StringBuilder comment = new StringBuilder();
        for (int i = Math.min(at, lines.size()) - 1; i > 0; i--) {
            String line = lines.get(i).strip();
            if (line.startsWith("#")) {
                comment.insert(0, line.substring(1).strip() + " ");
            } else if (comment.length() > 0 || line.isEmpty() || line.endsWith(":")) {
                break;
            }
        }
        String text =
                comment.toString().strip().replaceFirst("^(TOCSIN_[A-Z0-9_]+(, \\.\\.\\.)?,? ?)+(and |or )?(: )?", "");
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
