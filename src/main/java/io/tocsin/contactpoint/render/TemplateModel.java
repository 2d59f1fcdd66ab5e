package io.tocsin.contactpoint.render;

import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.template.TextTemplate;
import io.tocsin.text.CleanText;
import io.tocsin.text.CodePoints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the templates of a contact point may name. Texts are cleaned; the channel's escaper does the rest. */
public final class TemplateModel {

    /** Where names have a meaning; at the top those of an alert speak of the first one. */
    public enum NameScope {
        MESSAGE,
        ALERT,
        BOTH
    }

    /**
     * Names that are explained together.
     *
     * @param names separated by spaces, in the order in which they are shown; {@code labels.*} is a map
     */
    public record NameRow(NameScope scope, String names) {

        /** The first of them, which is the name of the explanation. */
        public String key() {
            return list().get(0).replace(".*", "");
        }

        public List<String> list() {
            return List.of(names.split(" "));
        }
    }

    /** Every name, as documents and the page of a contact point list them. */
    public static final List<NameRow> TABLE = List.of(
            new NameRow(NameScope.BOTH, "status is_firing is_resolved"),
            new NameRow(NameScope.MESSAGE, "title headline reason"),
            new NameRow(NameScope.MESSAGE, "receiver firing resolved unlisted late"),
            new NameRow(NameScope.MESSAGE, "alerts"),
            new NameRow(NameScope.MESSAGE, "group_labels.* common_labels.* common_annotations.* external_url"),
            new NameRow(NameScope.ALERT, "alertname rule group expr"),
            new NameRow(NameScope.ALERT, "summary description runbook_url labels.* annotations.*"),
            new NameRow(NameScope.ALERT, "value present_value trend mark"),
            new NameRow(NameScope.ALERT, "active_at active_for fired_at starts_at ends_at resolve_reason"),
            new NameRow(NameScope.ALERT, "evidence"),
            new NameRow(NameScope.ALERT, "url silence_url logs_url generator_url fingerprint"));

    /** Names at the top, and inside {@code {{#alerts}}…{{/alerts}}} for each alert. */
    public static final Set<String> NAMES =
            TABLE.stream().flatMap(row -> row.list().stream()).collect(Collectors.toUnmodifiableSet());

    private static final int MAX_ALERTS = 20;

    private TemplateModel() {}

    /** The names at the top speak of the first alert, so that {@code {{summary}}} just works. */
    static Map<String, Object> of(MessageText text) {
        Message message = text.message();
        Map<String, Object> model = new LinkedHashMap<>();
        List<Map<String, Object>> alerts = new ArrayList<>();
        List<AlertText> shown = text.alerts().stream().limit(MAX_ALERTS).toList();
        for (int i = 0; i < shown.size(); i++) {
            alerts.add(alert(shown.get(i), i, text));
        }
        if (!alerts.isEmpty()) {
            model.putAll(alerts.get(0));
        }
        model.put(TextTemplate.NOW, message.at());
        model.put("status", message.status().name());
        model.put("is_firing", text.isFiring());
        model.put("is_resolved", !text.isFiring());
        model.put("title", text.title());
        model.put("headline", text.headline());
        model.put("reason", String.join(" · ", text.remarks()));
        model.put("receiver", message.receiver().value());
        model.put("firing", message.firing());
        model.put("resolved", message.resolved());
        model.put("unlisted", message.unlisted() + message.alerts().size() - shown.size());
        model.put("late", message.isLate());
        model.put("alerts", alerts);
        model.put("group_labels", clean(message.groupLabels().asMap()));
        model.put("common_labels", clean(message.commonLabels().asMap()));
        model.put("common_annotations", clean(message.commonAnnotations()));
        model.put(
                "external_url", LinkAddress.of(message.links().alerts(), 2_000).orElse(""));
        return model;
    }

    private static Map<String, Object> alert(AlertText text, int index, MessageText message) {
        AlertEntry alert = text.alert();
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("status", alert.status().name());
        model.put("is_firing", text.isFiring());
        model.put("is_resolved", !text.isFiring());
        model.put("alertname", text.name());
        model.put("rule", text.name());
        model.put("group", CleanText.singleLine(alert.group()));
        model.put("expr", CleanText.multiLine(alert.query()));
        model.put("summary", text.summary());
        model.put("description", text.description());
        model.put("runbook_url", CleanText.singleLine(alert.annotation("runbook_url")));
        model.put("value", alert.value());
        model.put("present_value", text.isFiring() ? "" : text.presentValue());
        model.put("active_for", text.activeFor());
        model.put("active_at", alert.activeAt());
        model.put("fired_at", alert.firedAt());
        model.put("resolve_reason", text.isFiring() ? "" : text.resolveReason());
        model.put("evidence", UserTexts.evidencePlace(index));
        model.put("trend", text.trend());
        model.put("mark", text.mark());
        model.put("url", LinkAddress.of(alert.links().alerts(), 2_000).orElse(""));
        model.put("silence_url", LinkAddress.of(alert.links().silence(), 2_000).orElse(""));
        model.put("logs_url", LinkAddress.of(alert.links().logs(), 2_000).orElse(""));
        putAlertmanagers(model, alert);
        Map<String, String> labels = new LinkedHashMap<>(clean(alert.labels().asMap()));
        labels.putIfAbsent(Labels.ALERT_NAME, text.name());
        model.put("labels", labels);
        model.put("annotations", clean(alert.annotations()));
        return model;
    }

    /** Under the names that Alertmanager has for them. */
    private static void putAlertmanagers(Map<String, Object> model, AlertEntry alert) {
        model.put("starts_at", alert.activeAt());
        model.put("ends_at", alert.resolvedAt() == null ? "" : alert.resolvedAt());
        model.put("generator_url", model.getOrDefault("url", ""));
        model.put("fingerprint", alert.labels().fingerprint().toString());
    }

    private static Map<String, String> clean(Map<String, String> values) {
        Map<String, String> clean = new LinkedHashMap<>();
        values.forEach((name, value) -> clean.put(name, CodePoints.cut(CleanText.multiLine(value), 1_200)));
        return clean;
    }
}
