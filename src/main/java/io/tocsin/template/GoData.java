package io.tocsin.template;

import io.tocsin.gotemplate.GoList;
import io.tocsin.gotemplate.GoStruct;
import io.tocsin.gotemplate.GoTemplate;
import io.tocsin.gotemplate.KeyValues;
import io.tocsin.gotemplate.LabelMap;
import io.tocsin.text.NameSuggestion;
import io.tocsin.text.go.GoTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A model as Go templates see it: {@code common_labels} is the field {@code .CommonLabels}, as in Prometheus and
 * Alertmanager, and the values of an alert are variables too.
 */
final class GoData {

    /** As Prometheus' errors call it. */
    private static final String RULE_DATA = "struct { Labels map[string]string; ExternalLabels map[string]string;"
            + " ExternalURL string; Value interface {} }";

    private static final String VALUE = "Value";
    private static final String LABELS = "Labels";
    /** Grafana's {@code $values} has one entry per query; here there is one query, whatever its letter. */
    private static final String VALUES = "Values";

    private static final Map<String, String> VARIABLES = Map.of(
            "$labels", LABELS,
            "$value", VALUE,
            "$externalLabels", "ExternalLabels",
            "$externalURL", "ExternalURL",
            "$values", VALUES);

    private static final String NOW = field(TextTemplate.NOW);
    private static final Map<String, String> FIELDS = new ConcurrentHashMap<>();

    /** The names of the model by the fields that they are. */
    private final Map<String, String> names = new TreeMap<>();

    private final Map<String, List<String>> variables;

    GoData(Set<String> knownNames) {
        for (String known : knownNames) {
            String name = known.endsWith(".*") ? known.substring(0, known.length() - 2) : known;
            names.put(field(name), name);
        }
        if (names.containsKey(VALUE)) {
            names.put(VALUES, "value");
        }
        variables = variables(names.keySet());
    }

    /** {@code external_url} is {@code ExternalURL}. */
    static String field(String name) {
        StringBuilder field = new StringBuilder();
        for (String word : name.split("_")) {
            boolean isInitials = word.equals("url");
            field.append(isInitials ? "URL" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return field.toString();
    }

    /** A rule's texts are filled at each slot of each series; the names of models are few and known to the code. */
    private static String fieldOnce(String name) {
        return FIELDS.computeIfAbsent(name, GoData::field);
    }

    private static Map<String, List<String>> variables(Set<String> fields) {
        Map<String, List<String>> variables = new HashMap<>();
        VARIABLES.forEach((variable, field) -> {
            if (fields.contains(field)) {
                variables.put(variable, List.of(field));
            }
        });
        return Collections.unmodifiableMap(variables);
    }

    /** The fields that the variables of a template stand for. */
    Map<String, List<String>> variables() {
        return variables;
    }

    /** What a template reads, by the names of the model; a name that is none of them is a problem. */
    List<TemplateName> namesOf(List<GoTemplate.Reference> references, TemplateSource source) {
        List<TemplateName> used = new ArrayList<>();
        for (GoTemplate.Reference reference : references) {
            List<String> path = reference.path();
            Place place = source.placeAt(reference.offset());
            String name = names.get(path.get(0));
            if (name == null) {
                String near = NameSuggestion.didYouMean(path.get(0), names.keySet());
                throw place.problem("unknown field \"." + path.get(0) + "\""
                        + (near.isEmpty()
                                ? "; a template sees .Value and .Labels.NAME"
                                : near.replace("mean \"", "mean \".")));
            }
            boolean isOfValues = path.get(0).equals(VALUES);
            if (isOfValues && path.size() > 3 && path.get(2).equals(LABELS)) {
                used.add(named("labels", path.subList(3, path.size()), place));
            } else {
                used.add(named(name, isOfValues ? List.of() : path.subList(1, path.size()), place));
            }
        }
        return used;
    }

    private static TemplateName named(String name, List<String> parts, Place place) {
        String path = parts.isEmpty() ? name : name + "." + String.join(".", parts);
        return new TemplateName(path, place.line(), place.column());
    }

    /** The data of one run. */
    static GoStruct of(Map<String, ?> model) {
        boolean isMessage = model.containsKey("alerts");
        Map<String, @Nullable Object> fields = fields(model, isMessage);
        fields.remove(NOW);
        if (fields.get(VALUE) instanceof Double && fields.get(LABELS) instanceof LabelMap) {
            fields.put(VALUES, new QueryValues(fields));
        }
        return new GoStruct(isMessage ? "*template.Data" : RULE_DATA, fields);
    }

    /** The variables of one run. */
    Map<String, @Nullable Object> variables(GoStruct data) {
        Map<String, @Nullable Object> values = new HashMap<>();
        variables.forEach(
                (variable, field) -> values.put(variable, data.fields().get(field.get(0))));
        return values;
    }

    private static Map<String, @Nullable Object> fields(Map<?, ?> model, boolean isMessage) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        model.forEach((name, value) ->
                fields.put(fieldOnce(String.valueOf(name)), value(String.valueOf(name), value, isMessage)));
        return fields;
    }

    private static @Nullable Object value(String name, @Nullable Object value, boolean isMessage) {
        if (value instanceof Instant time) {
            return GoTime.ofSeconds(time.getEpochSecond(), time.getNano());
        }
        if (name.endsWith("_at")) {
            return GoTime.ZERO;
        }
        if (value instanceof Map<?, ?> labels) {
            Map<String, String> texts = new TreeMap<>();
            labels.forEach((label, text) -> texts.put(String.valueOf(label), String.valueOf(text)));
            return isMessage ? new KeyValues(texts) : new LabelMap(texts);
        }
        if (value instanceof Collection<?> alerts) {
            return alerts(alerts);
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        // Alertmanager writes firing, Tocsin's own templates FIRING.
        return name.equals("status") ? Values.text(value).toLowerCase(Locale.ROOT) : value;
    }

    private static GoList alerts(Collection<?> alerts) {
        List<GoStruct> all = new ArrayList<>();
        for (Object alert : alerts) {
            Map<?, ?> model = alert instanceof Map<?, ?> map ? map : Map.of();
            all.add(new GoStruct("template.Alert", fields(model, true)));
        }
        return new GoList("template.Alerts", all, Map.of("Firing", of(all, "firing"), "Resolved", of(all, "resolved")));
    }

    private static List<GoStruct> of(List<GoStruct> alerts, String status) {
        return alerts.stream()
                .filter(alert -> status.equals(alert.fields().get("Status")))
                .toList();
    }

    /** The value of an alert under the letter of any query. */
    private static final class QueryValues extends java.util.AbstractMap<String, Object> {

        private final @Nullable Object labels;
        private final @Nullable Object value;

        QueryValues(Map<String, @Nullable Object> fields) {
            this.labels = fields.get(LABELS);
            this.value = fields.get(VALUE);
        }

        /** Made when it is asked for, because nearly no template does. */
        private GoStruct sample() {
            Map<String, @Nullable Object> parts = new LinkedHashMap<>();
            parts.put(LABELS, labels);
            parts.put(VALUE, value);
            return new GoStruct("template.Value", parts, String.valueOf(Values.text(value)));
        }

        @Override
        public Object get(@Nullable Object query) {
            return sample();
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            return Set.of(Map.entry("A", sample()));
        }
    }
}
