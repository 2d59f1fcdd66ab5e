package io.tocsin.importer.elastalert;

import io.tocsin.importer.ImportRemarks;
import io.tocsin.yaml.YamlFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes annotations of subjects and texts with places for the fields of the matching document. */
final class ElastalertTexts {

    private static final Pattern PLACE = Pattern.compile("\\{\\{|}}|\\{(\\d*)(![rsa])?(:[^}]*)?}");
    private static final Pattern JINJA = Pattern.compile("\\{\\{\\s*([\\w.]+)\\s*}}");
    private static final Set<String> NUMBERS = Set.of("num_hits", "num_matches");

    private final YamlFields rule;
    private final List<String> keys;
    private final ImportRemarks remarks;

    /** @param keys the fields of the document that are labels of the alert */
    ElastalertTexts(YamlFields rule, List<String> keys, ImportRemarks remarks) {
        this.rule = rule;
        this.keys = List.copyOf(keys);
        this.remarks = remarks;
    }

    Map<String, Object> annotations() {
        Map<String, Object> annotations = new LinkedHashMap<>();
        if (rule.has("alert_subject")) {
            annotations.put("summary", text("alert_subject"));
        }
        if (rule.has("alert_text")) {
            annotations.put("description", text("alert_text"));
        } else if (rule.has("description")) {
            annotations.put("description", escaped(rule.text("description", "")));
        }
        String type = rule.text("alert_text_type", "alert_text_only");
        if (type.startsWith("aggregation_summary")) {
            remarks.changed(rule.place("alert_text_type"), type + ": a message lists its alerts");
        }
        return annotations;
    }

    private String text(String field) {
        String text = rule.text(field, "");
        Set<String> unknown = new TreeSet<>();
        boolean isJinja = rule.text("alert_text_type", "").equals("alert_text_jinja") && field.equals("alert_text");
        String written = isJinja ? ofJinja(text, unknown) : ofPython(text, field, unknown);
        if (!unknown.isEmpty()) {
            remarks.lost(
                    rule.place(field),
                    field + ": " + String.join(", ", unknown) + ": an alert knows its labels and its value, and the"
                            + " message has the log lines; add the field to query_key's labels if it is needed");
        }
        if (isJinja && text.contains("{%")) {
            remarks.lost(rule.place(field), field + ": statements of Jinja are no templates here; write a Go template");
            return escaped(text);
        }
        return written;
    }

    private String ofJinja(String text, Set<String> unknown) {
        return JINJA.matcher(text).replaceAll(place -> Matcher.quoteReplacement(value(place.group(1), unknown)));
    }

    private String ofPython(String text, String field, Set<String> unknown) {
        List<String> arguments = new ArrayList<>();
        rule.scalars(field + "_args").forEach(argument -> arguments.add(argument.getValue()));
        StringBuilder written = new StringBuilder();
        Matcher places = PLACE.matcher(text);
        int next = 0;
        while (places.find()) {
            String number = places.group(1);
            if (number == null) {
                places.appendReplacement(written, places.group().equals("{{") ? "{" : "}");
                continue;
            }
            int index = number.isEmpty() ? next++ : Integer.parseInt(number);
            String value = index < arguments.size() ? value(arguments.get(index), unknown) : places.group();
            places.appendReplacement(written, Matcher.quoteReplacement(arguments.isEmpty() ? places.group() : value));
        }
        return places.appendTail(written).toString();
    }

    private String value(String argument, Set<String> unknown) {
        if (NUMBERS.contains(argument)) {
            return "{{ $value }}";
        }
        if (argument.equals("rule.name") || argument.equals("name")) {
            return rule.text("name", "");
        }
        if (keys.contains(IndexedWords.nameOf(argument)) || keys.contains(argument)) {
            return "{{ $labels." + IndexedWords.label(argument) + " }}";
        }
        unknown.add(argument);
        return "(" + argument + ")";
    }

    private static String escaped(String text) {
        return text.replace("{{", "{ {").replace("{%", "{ %");
    }
}
