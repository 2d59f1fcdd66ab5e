package io.tocsin.importer.grafana;

import io.tocsin.importer.ImportRemark.RemarkKind;
import io.tocsin.importer.ImportRemarks;
import io.tocsin.template.TemplateException;
import io.tocsin.template.TextTemplate;
import io.tocsin.yaml.YamlFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Labels and annotations of a rule, whose templates see one value here, and not one for each query. */
final class GrafanaTexts {

    private static final Pattern VALUE_OF = Pattern.compile("\\$values\\.(\\w+)|index\\s+\\$values\\s+\"([^\"]*)\"");
    private static final Pattern ALL_VALUES = Pattern.compile("\\$value\\b");

    private final ImportRemarks remarks;
    private final Set<String> sameValue;

    /** @param sameValue the queries and expressions whose value is the alert's */
    GrafanaTexts(Set<String> sameValue, ImportRemarks remarks) {
        this.sameValue = sameValue;
        this.remarks = remarks;
    }

    /** The texts of a field of the rule; empty when it is absent. */
    Map<String, Object> of(YamlFields rule, String field) {
        Map<String, Object> texts = new LinkedHashMap<>();
        YamlFields fields = rule.mapping(field);
        if (fields == null) {
            return texts;
        }
        for (String name : fields.names()) {
            String text = fields.text(name, "");
            if (name.matches("__.*__") || name.equals("__name__")) {
                remarks.oncePerFile(
                        RemarkKind.LOST,
                        fields.place(name),
                        name + ": there are no dashboards here; put the address of the panel into an annotation");
            } else if (isTemplate(text, fields, name)) {
                check(text, fields, name);
                texts.put(name, text);
            }
        }
        return texts;
    }

    /** A wrong text must not take the rule with it. */
    private boolean isTemplate(String text, YamlFields fields, String name) {
        try {
            TextTemplate.compile(text);
            return true;
        } catch (TemplateException e) {
            remarks.lost(fields.place(name), name + ": " + shortened(e.problem()) + "; the text is left out");
            return false;
        }
    }

    private static String shortened(String problem) {
        return problem.replaceAll("; known are .*", "");
    }

    private void check(String text, YamlFields fields, String name) {
        Set<String> others = new TreeSet<>();
        VALUE_OF.matcher(text)
                .results()
                .flatMap(match -> Stream.of(match.group(1), match.group(2)))
                .filter(refId -> refId != null && !sameValue.contains(refId))
                .forEach(others::add);
        if (!others.isEmpty()) {
            remarks.lost(
                    fields.place(name),
                    name + ": the value of " + String.join(", ", others)
                            + ": an alert has one value here, the one that is compared, and it is shown in its place");
        }
        Matcher all = ALL_VALUES.matcher(text);
        if (text.contains("{{") && all.find()) {
            remarks.oncePerFile(
                    RemarkKind.CHANGED,
                    fields.place(name),
                    "$value is the value of the alert, not the list of all values as in Grafana");
        }
    }
}
