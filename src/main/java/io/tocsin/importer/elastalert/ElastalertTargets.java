package io.tocsin.importer.elastalert;

import io.tocsin.importer.EnvironmentNames;
import io.tocsin.importer.ImportRemarks;
import io.tocsin.yaml.YamlFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Makes contact points of where rules send their alerts; rules with the same address share one. */
final class ElastalertTargets {

    private static final Map<String, String> ADDRESS = Map.of(
            "slack", "slack_webhook_url",
            "discord", "discord_webhook_url",
            "post", "http_post_url",
            "post2", "http_post2_url");
    private static final Map<String, String> VARIABLE = Map.of(
            "slack",
            "SLACK_WEBHOOK_URL",
            "discord",
            "DISCORD_WEBHOOK_URL",
            "post",
            "WEBHOOK_URL",
            "post2",
            "WEBHOOK_URL");
    private static final String NO_ADDRESS = "";

    private final Map<String, Map<String, Object>> byAddress = new LinkedHashMap<>();
    private final EnvironmentNames variables = new EnvironmentNames();
    private final ElastalertImport.@Nullable ElastalertFile global;

    /** @param global where rules find what they do not say themselves */
    ElastalertTargets(ElastalertImport.@Nullable ElastalertFile global) {
        this.global = global;
    }

    List<Map<String, Object>> contactPoints() {
        return List.copyOf(byAddress.values());
    }

    /** Whether a field of a rule says where or how alerts are sent. */
    static boolean isTarget(String field) {
        return ADDRESS.containsValue(field) || field.equals("slack_channel_override");
    }

    /** The names of the contact points of one rule. */
    List<String> of(ElastalertImport.ElastalertFile rule) {
        List<String> names = new ArrayList<>();
        for (Node alert : rule.fields().items("alert")) {
            String kind = alert instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (kind.equals("debug")) {
                names.add("inbox");
            } else if (ADDRESS.containsKey(kind)) {
                names.addAll(contactPoints(kind, rule, alert));
            } else {
                rule.remarks()
                        .lost(
                                alert,
                                "alert \"" + kind
                                        + "\": Tocsin tells Slack, Discord and webhooks; use a webhook of that"
                                        + " service");
            }
        }
        return names.stream().distinct().toList();
    }

    private List<String> contactPoints(String kind, ElastalertImport.ElastalertFile rule, Node alert) {
        String field = ADDRESS.getOrDefault(kind, "");
        ElastalertImport.ElastalertFile shared = global;
        boolean isShared =
                !rule.fields().has(field) && shared != null && shared.fields().has(field);
        YamlFields fields = isShared && shared != null ? shared.fields() : rule.fields();
        ImportRemarks remarks = isShared && shared != null ? shared.remarks() : rule.remarks();
        List<ScalarNode> addresses = fields.scalars(field);
        List<String> names = new ArrayList<>();
        if (addresses.isEmpty()) {
            names.add(contactPoint(kind, NO_ADDRESS, alert, rule, remarks));
        }
        addresses.forEach(address -> names.add(contactPoint(kind, address.getValue(), address, rule, remarks)));
        if (rule.fields().has("slack_channel_override") && kind.equals("slack")) {
            rule.remarks()
                    .changed(
                            rule.fields().place("slack_channel_override"),
                            "slack_channel_override: a Slack webhook posts to the channel that it was made for; make one"
                                    + " for this channel");
        }
        return names;
    }

    private String contactPoint(
            String kind, String address, Node place, ElastalertImport.ElastalertFile rule, ImportRemarks remarks) {
        String channel = kind.equals("slack") ? rule.fields().text("slack_channel_override", "") : "";
        String key = kind + " " + channel + " " + address;
        Map<String, Object> known = byAddress.get(key);
        if (known != null) {
            return String.valueOf(known.get("name"));
        }
        String type = kind.startsWith("post") ? "webhook" : kind;
        String name = freeName(
                channel.isEmpty() ? type : channel.replaceFirst("^[#@]", "").toLowerCase(Locale.ROOT));
        Map<String, Object> contactPoint = new LinkedHashMap<>();
        contactPoint.put("name", name);
        contactPoint.put("type", type);
        String prefix = VARIABLE.getOrDefault(kind, "WEBHOOK_URL");
        String field = ADDRESS.getOrDefault(kind, "");
        String what = address.isEmpty() ? "the " + field + " of ElastAlert's config.yaml" : "the value of " + field;
        String reference = name.equals(type)
                ? variables.shared(prefix, place, what, remarks)
                : variables.ofContactPoint(prefix, name, place, what, remarks);
        contactPoint.put("settings", Map.of("url", reference));
        if (type.equals("webhook")) {
            remarks.changed(place, field + ": the JSON of webhooks is Alertmanager's, and not the matching document");
            remarks.toDo(place, "a webhook's host must be in TOCSIN_ALLOWED_WEBHOOK_HOSTS");
        }
        byAddress.put(key, contactPoint);
        return name;
    }

    private String freeName(String wanted) {
        List<Object> taken =
                byAddress.values().stream().map(one -> one.get("name")).toList();
        String name = wanted;
        for (int i = 2; taken.contains(name); i++) {
            name = wanted + "-" + i;
        }
        return name;
    }
}
