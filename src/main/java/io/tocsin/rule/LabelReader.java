package io.tocsin.rule;

import io.tocsin.label.Labels;
import io.tocsin.template.TemplateException;
import io.tocsin.template.TextTemplate;
import io.tocsin.yaml.ScalarText;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlNodes;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads {@code labels} and {@code annotations}: names, and values that may be templates. */
final class LabelReader {

    /** Loki's and Prometheus' classic names, and dots, which newer label names have. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.]*");

    private final ProblemLog log;
    private final RepeatedParts repeated;

    LabelReader(ProblemLog log, RepeatedParts repeated) {
        this.log = log;
        this.repeated = repeated;
    }

    SortedMap<String, TextTemplate> labels(YamlFields owner) {
        SortedMap<String, TextTemplate> labels = templates(owner, "labels", "label");
        labels.remove("__name__");
        YamlFields fields = labels.containsKey(Labels.ALERT_NAME) ? owner.mapping("labels") : null;
        if (fields != null) {
            Node value = fields.find(Labels.ALERT_NAME);
            log.warning(
                    value == null ? fields.node() : value,
                    "the label \"alertname\" is always the rule's name;" + " what stands here is ignored");
            labels.remove(Labels.ALERT_NAME);
        }
        return labels;
    }

    SortedMap<String, TextTemplate> annotations(YamlFields owner) {
        return templates(owner, "annotations", "annotation");
    }

    private SortedMap<String, TextTemplate> templates(YamlFields owner, String field, String noun) {
        SortedMap<String, TextTemplate> templates = new TreeMap<>();
        YamlFields entries = owner.mapping(field);
        if (entries == null) {
            return templates;
        }
        for (Map.Entry<String, NodeTuple> entry : entries.entries().entrySet()) {
            String name = entry.getKey();
            checkName(name, noun, entry.getValue().getKeyNode());
            Node value = entry.getValue().getValueNode();
            if (YamlNodes.isNull(value)) {
                templates.put(name, TextTemplate.literal(""));
            } else if (value instanceof ScalarNode scalar) {
                template(entries.remember(name, scalar), noun, name, templates);
            } else {
                log.add(value, noun + " \"" + name + "\" must be a text, not " + YamlNodes.kindOf(value));
            }
        }
        return templates;
    }

    private void template(ScalarText text, String noun, String name, SortedMap<String, TextTemplate> templates) {
        try {
            templates.put(name, repeated.template(text.value()));
        } catch (TemplateException e) {
            log.add(text.at(e.line(), e.column()), noun + " \"" + name + "\": " + e.problem());
        }
    }

    private void checkName(String name, String noun, Node at) {
        if (name.equals("__name__")) {
            log.add(at, noun + " \"__name__\" is reserved for metrics");
        } else if (!NAME.matcher(name).matches()) {
            log.add(
                    at,
                    noun + " name \"" + name + "\" must consist of letters, digits, _ and ., and must not start"
                            + " with a digit");
        }
    }
}
