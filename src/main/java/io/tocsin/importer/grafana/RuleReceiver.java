package io.tocsin.importer.grafana;

import io.tocsin.importer.ImportRemark.RemarkKind;
import io.tocsin.importer.ImportRemarks;
import io.tocsin.yaml.YamlFields;
import java.util.List;
import java.util.Map;

/** The contact point that a rule names itself. */
final class RuleReceiver {

    private final Map<String, List<String>> receivers;
    private final ImportRemarks remarks;

    RuleReceiver(Map<String, List<String>> receivers, ImportRemarks remarks) {
        this.receivers = receivers;
        this.remarks = remarks;
    }

    void putInto(Map<String, Object> target, YamlFields rule) {
        YamlFields settings =
                rule.mapping(rule.has("notification_settings") ? "notification_settings" : "notificationSettings");
        if (settings == null) {
            return;
        }
        String receiver = settings.text("receiver", "");
        if (!receivers.containsKey(receiver)) {
            remarks.oncePerFile(
                    RemarkKind.TO_DO,
                    settings.place("receiver"),
                    "the contact point \"" + receiver + "\" is in none of these files: make it, or import the file that"
                            + " has it along with this one");
        }
        target.put("contact_points", receivers.getOrDefault(receiver, List.of(receiver)));
        for (String name : settings.names()) {
            if (!name.equals("receiver")) {
                remarks.lost(
                        settings.place(name),
                        name
                                + ": a rule that names its contact points takes them of the first policy that matches; make a"
                                + " policy with " + name + " for a label of this rule instead");
            }
        }
    }
}
