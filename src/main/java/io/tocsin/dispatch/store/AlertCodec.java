package io.tocsin.dispatch.store;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.RuleReference;
import io.tocsin.label.Fingerprint;
import io.tocsin.label.Labels;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.EvidenceSettings;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Alerts and label sets as JSON text. Written by hand, so that renaming a Java name never breaks stored rows. */
final class AlertCodec {

    /** No annotation is longer than this in the database; far more than any chat message can hold. */
    private static final int MAX_ANNOTATION_LENGTH = 20_000;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private AlertCodec() {}

    static String write(Labels labels) {
        return write(object(labels.asMap()));
    }

    static Labels readLabels(String text) {
        return Labels.of(strings(MAPPER.readTree(text)));
    }

    static String write(Alert alert) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("firedAt", alert.firedAt().toString());
        node.put("activeAt", alert.activeAt().toString());
        node.put("slot", alert.slot().toString());
        node.put("value", Double.toString(alert.value()));
        node.put("fingerprint", alert.id().fingerprint().value());
        node.set("labels", object(alert.labels().asMap()));
        node.set("annotations", object(capped(alert.annotations())));
        node.set("rule", rule(alert.rule()));
        if (alert.hasArrivedLate()) {
            node.put("arrivedLate", true);
        }
        return write(node);
    }

    static Alert readAlert(String text) {
        JsonNode node = MAPPER.readTree(text);
        RuleReference rule = readRule(node.get("rule"));
        AlertId id = new AlertId(
                rule.key(),
                new Fingerprint(node.get("fingerprint").asLong()),
                Instant.parse(node.get("firedAt").asString()));
        return new Alert(
                id,
                Labels.of(strings(node.get("labels"))),
                strings(node.get("annotations")),
                Instant.parse(node.get("activeAt").asString()),
                Instant.parse(node.get("slot").asString()),
                Double.parseDouble(node.get("value").asString()),
                rule,
                node.path("arrivedLate").asBoolean(false));
    }

    /** What can be told of an alert whose text cannot be read. */
    static Alert standIn(String ruleGroup, String alertName, Labels labels, Instant firedAt, String problem) {
        RuleKey key = new RuleKey(
                new GroupKey("", ruleGroup), alertName, Labels.empty().fingerprint());
        TreeMap<String, String> annotations =
                new TreeMap<>(Map.of("summary", "What was stored of this alert cannot be read: " + problem));
        RuleReference rule = new RuleReference(key, "", "", "", Duration.ZERO, new EvidenceSettings(0, ""), List.of());
        return new Alert(
                new AlertId(key, labels.fingerprint(), firedAt),
                labels,
                annotations,
                firedAt,
                firedAt,
                Double.NaN,
                rule);
    }

    private static ObjectNode rule(RuleReference rule) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("file", rule.key().group().file());
        node.put("group", rule.key().group().group());
        node.put("alert", rule.key().alert());
        node.put("labels", rule.key().labels().value());
        node.put("expression", rule.expression());
        node.put("condition", rule.condition());
        node.put("dataSource", rule.dataSource());
        node.put("queryOffset", rule.queryOffset().toString());
        node.put("evidenceLines", rule.evidence().lines());
        node.put("evidenceQuery", rule.evidence().query());
        ArrayNode contactPoints = node.putArray("contactPoints");
        rule.contactPoints().forEach(name -> contactPoints.add(name.value()));
        return node;
    }

    private static RuleReference readRule(JsonNode node) {
        List<ContactPointName> contactPoints = new ArrayList<>();
        node.get("contactPoints").forEach(name -> contactPoints.add(new ContactPointName(name.asString())));
        RuleKey key = new RuleKey(
                new GroupKey(node.get("file").asString(), node.get("group").asString()),
                node.get("alert").asString(),
                new Fingerprint(node.get("labels").asLong()));
        return new RuleReference(
                key,
                node.get("expression").asString(),
                node.get("condition").asString(),
                node.get("dataSource").asString(),
                Duration.parse(node.get("queryOffset").asString()),
                new EvidenceSettings(
                        node.get("evidenceLines").asInt(),
                        node.get("evidenceQuery").asString()),
                contactPoints);
    }

    private static Map<String, String> capped(Map<String, String> annotations) {
        Map<String, String> capped = new TreeMap<>();
        annotations.forEach((name, text) -> capped.put(name, StoredText.cut(text, MAX_ANNOTATION_LENGTH)));
        return capped;
    }

    private static ObjectNode object(Map<String, String> values) {
        ObjectNode node = MAPPER.createObjectNode();
        values.forEach((name, value) -> node.put(name, StoredText.clean(value)));
        return node;
    }

    private static SortedMap<String, String> strings(JsonNode node) {
        SortedMap<String, String> values = new TreeMap<>();
        node.properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asString()));
        return values;
    }

    private static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }
}
