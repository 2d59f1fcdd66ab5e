package io.tocsin.gotemplate;

import io.tocsin.label.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Labels or annotations as Alertmanager hands them to templates: with methods, and the alert's name first. */
public final class KeyValues extends LabelMap {

    public KeyValues(Map<String, String> values) {
        super(values);
    }

    private Map<String, String> sorted() {
        Map<String, String> sorted = new LinkedHashMap<>();
        String name = values().get(Labels.ALERT_NAME);
        if (name != null) {
            sorted.put(Labels.ALERT_NAME, name);
        }
        sorted.putAll(new TreeMap<>(values()));
        return sorted;
    }

    @Nullable
    TemplateFunction method(String name) {
        return switch (name) {
            case "SortedPairs" -> method(name, "", arguments -> pairs());
            case "Names" -> method(name, "", arguments -> List.copyOf(sorted().keySet()));
            case "Values" -> method(name, "", arguments -> List.copyOf(sorted().values()));
            case "Remove" -> method(name, "l", arguments -> without((List<?>) arguments.any(0)));
            default -> null;
        };
    }

    private interface KeyValueMethod {
        Object call(TemplateFunction.Arguments arguments);
    }

    private static TemplateFunction method(String name, String parameters, KeyValueMethod method) {
        return new TemplateFunction(
                name, FunctionTable.types(parameters), null, (arguments, context) -> method.call(arguments));
    }

    private GoList pairs() {
        List<Object> pairs = new ArrayList<>();
        sorted().forEach((name, value) -> {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("Name", name);
            fields.put("Value", value);
            pairs.add(new GoStruct("template.Pair", fields));
        });
        Map<String, Object> methods = Map.of(
                "Names", List.copyOf(sorted().keySet()), "Values", List.copyOf(sorted().values()), "String", print());
        return new GoList("template.Pairs", pairs, methods);
    }

    private KeyValues without(List<?> names) {
        Map<String, String> kept = new TreeMap<>(values());
        kept.keySet().removeAll(names);
        return new KeyValues(kept);
    }

    @Override
    String typeName() {
        return "template.KV";
    }

    @Override
    String print() {
        return sorted().entrySet().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining(", "));
    }
}
