package io.tocsin.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of metrics that the dashboard, the alerts about Tocsin and the documents use. */
public final class MonitoringFiles {

    private static final Pattern METRIC = Pattern.compile("\\b(?:tocsin|jvm|process)_[a-z_]+[a-z]\\b");

    private MonitoringFiles() {}

    /** What the dashboard and the alerts ask Prometheus for. */
    public static Set<String> queried() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String file : List.of("monitoring/tocsin-dashboard.json", "monitoring/tocsin-rules.yml")) {
            Files.readString(Path.of(file))
                    .lines()
                    .filter(line -> line.contains("expr\":") || line.strip().startsWith("expr:"))
                    .forEach(line -> names.addAll(names(line)));
        }
        return names;
    }

    static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher metric = METRIC.matcher(text);
        while (metric.find()) {
            names.add(metric.group());
        }
        return names;
    }
}
