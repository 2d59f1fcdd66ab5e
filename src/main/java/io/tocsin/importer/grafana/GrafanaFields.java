package io.tocsin.importer.grafana;

import io.tocsin.importer.ImportRemarks;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** Fields of alerts that Grafana's templates have, and Alertmanager's have not. */
final class GrafanaFields {

    private static final Pattern FIELD =
            Pattern.compile("\\.(ValueString|Values|DashboardURL|PanelURL|ImageURL|EmbeddedImage|OrgID|RuleUID)\\b");

    private GrafanaFields() {}

    static void remark(String template, Node at, String name, ImportRemarks remarks) {
        Set<String> fields = new TreeSet<>();
        FIELD.matcher(template).results().forEach(match -> fields.add("." + match.group(1)));
        fields.remove(".Values");
        if (template.matches("(?s).*\\.Values\\.\\w.*|(?s).*range\\s+[^}]*\\.Values\\s*}}.*")) {
            fields.add(".Values");
        }
        if (!fields.isEmpty()) {
            remarks.lost(
                    at,
                    name + ": " + String.join(", ", fields)
                            + ": alerts have no such field here; write .Value, or take it" + " out");
        }
    }
}
