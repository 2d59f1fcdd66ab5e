package io.tocsin.gotemplate;

import io.tocsin.text.TextBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Renders the chart as Helm does, with our own Go templates and the functions of Helm and Sprig that the chart calls. */
public final class HelmChart {

    private static final Path CHART = Path.of("helm/tocsin");

    private HelmChart() {}

    /** The templates' texts for values on top of the chart's own, by file; without those that come out empty. */
    public static Map<String, String> render(String release, Map<String, Object> values) {
        Map<String, Object> merged = merge(yaml(read(CHART.resolve("values.yaml"))), values);
        Map<String, Object> chart = yaml(read(CHART.resolve("Chart.yaml")));
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("Values", merged);
        data.put("Release", Map.of("Name", release, "Service", "Helm", "Namespace", "default"));
        data.put(
                "Chart",
                Map.of(
                        "Name",
                        chart.get("name"),
                        "Version",
                        chart.get("version"),
                        "AppVersion",
                        chart.get("appVersion")));
        String helpers = read(CHART.resolve("templates/_helpers.tpl"));
        Map<String, String> rendered = new TreeMap<>();
        try (Stream<Path> files = Files.list(CHART.resolve("templates"))) {
            files.filter(file -> file.toString().endsWith(".yaml")).forEach(file -> {
                String text = render(file.getFileName().toString(), helpers + read(file), data);
                if (!text.isBlank()) {
                    rendered.put(file.getFileName().toString(), text.strip() + "\n");
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rendered;
    }

    private static String render(String name, String source, Map<String, @Nullable Object> data) {
        // Helm's include is Alertmanager's tmpl, and there are no objects with methods here.
        String ours = source.replaceAll("\\binclude \"", "tmpl \"").replace(".Files.Get ", "fileText ");
        GoTemplate template = new GoTemplate(name, ours, functions(), Set.of(), GoLibrary.EMPTY);
        return template.execute(new GoStruct("chart", data), Map.of(), TextBudget::new);
    }

    private static FunctionTable functions() {
        FunctionTable table = FunctionTable.bare();
        table.add("tmpl", "sa", (arguments, context) -> {
            throw new IllegalStateException("tmpl is run by the caller");
        });
        table.add(
                "quote",
                "a",
                (arguments, context) -> "\"" + print(arguments.values().get(0)).replace("\"", "\\\"") + "\"");
        table.add(
                "int",
                "a",
                (arguments, context) -> arguments.any(0) instanceof Number number ? number.longValue() : 0L);
        table.add(
                "default",
                "aa",
                (arguments, context) -> GoValue.isTrue(arguments.values().get(1))
                        ? arguments.values().get(1)
                        : arguments.values().get(0));
        table.add(
                "join",
                "sa",
                (arguments, context) -> String.join(
                        arguments.text(0),
                        ((Collection<?>) arguments.any(1))
                                .stream().map(String::valueOf).toList()));
        table.add("nindent", "is", (arguments, context) -> "\n" + indented(arguments.integer(0), arguments.text(1)));
        table.add("indent", "is", (arguments, context) -> indented(arguments.integer(0), arguments.text(1)));
        table.add("toYaml", "a", (arguments, context) -> toYaml(arguments.any(0)));
        table.add("fileText", "s", (arguments, context) -> read(CHART.resolve(arguments.text(0))));
        table.add("required", "sa", (arguments, context) -> {
            Object value = arguments.values().get(1);
            if (value == null || value.equals("")) {
                throw new ChartFailure(arguments.text(0));
            }
            return value;
        });
        table.add("fail", "s", (arguments, context) -> {
            throw new ChartFailure(arguments.text(0));
        });
        return table;
    }

    /** What the chart itself refuses. */
    public static final class ChartFailure extends RuntimeException {

        private static final long serialVersionUID = 1;

        ChartFailure(String message) {
            super(message);
        }
    }

    private static String print(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value);
    }

    private static String indented(long spaces, String text) {
        return " ".repeat((int) spaces) + text.replace("\n", "\n" + " ".repeat((int) spaces));
    }

    /** As Helm writes it: in blocks, keys in order, without the last line end. */
    private static String toYaml(Object value) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(10_000);
        return new Yaml(options).dump(sorted(value)).strip();
    }

    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, entry) -> sorted.put(String.valueOf(key), sorted(entry)));
            return sorted;
        }
        return value instanceof List<?> list
                ? list.stream().map(HelmChart::sorted).toList()
                : value;
    }

    /** A document of YAML, with numbers as Go templates know them. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> yaml(String text) {
        Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        return (Map<String, Object>) goValue(document);
    }

    private static Object goValue(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> converted = new LinkedHashMap<>();
            map.forEach((key, entry) -> converted.put(String.valueOf(key), goValue(entry)));
            return converted;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(HelmChart::goValue).toList();
        }
        return value instanceof Integer number ? (Object) number.longValue() : value;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> merge(Map<String, Object> base, Map<String, Object> above) {
        Map<String, Object> merged = new LinkedHashMap<>(base);
        above.forEach((key, value) -> merged.merge(
                key,
                value,
                (before, after) -> before instanceof Map<?, ?> a && after instanceof Map<?, ?> b
                        ? merge((Map<String, Object>) a, (Map<String, Object>) b)
                        : after));
        return merged;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
