package io.tocsin.contactpoint.webhook;

import io.tocsin.alert.ResolveReason;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageStatus;
import io.tocsin.message.Note;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Alertmanager's webhook payload, version 4, with what only Tocsin knows under {@code tocsin}. */
final class WebhookPayload {

    private static final String NOT_ENDED = "0001-01-01T00:00:00Z";
    private static final int MAX_ALERTS = 200;

    private WebhookPayload() {}

    static Map<String, Object> render(Outgoing outgoing) {
        Message message = outgoing.message();
        List<AlertEntry> shown = outgoing.isMinimal()
                ? message.alerts().stream().limit(1).toList()
                : message.alerts().stream().limit(MAX_ALERTS).toList();
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("version", "4");
        payload.put("groupKey", message.groupKey());
        payload.put("truncatedAlerts", message.unlisted() + message.alerts().size() - shown.size());
        payload.put("status", word(message.status()));
        payload.put("receiver", message.receiver().value());
        payload.put("groupLabels", message.groupLabels().asMap());
        payload.put("commonLabels", message.commonLabels().asMap());
        payload.put("commonAnnotations", Labels.of(message.commonAnnotations()).asMap());
        payload.put("externalURL", message.links().alerts());
        payload.put(
                "alerts", shown.stream().map(alert -> alert(alert, outgoing)).toList());
        payload.put("tocsin", facts(outgoing));
        return payload;
    }

    private static Map<String, Object> facts(Outgoing outgoing) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("deliveryId", outgoing.deliveryId());
        facts.put("reason", outgoing.message().reason().name().toLowerCase(Locale.ROOT));
        facts.put("possibleDuplicate", outgoing.isPossibleDuplicate());
        facts.put("late", outgoing.message().isLate());
        facts.put(
                "notes", outgoing.message().notes().stream().map(Note::english).toList());
        return facts;
    }

    private static Map<String, Object> alert(AlertEntry alert, Outgoing outgoing) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", word(alert.status()));
        json.put("labels", alert.labels().asMap());
        json.put("annotations", alert.annotations());
        json.put("startsAt", alert.activeAt().toString());
        Instant resolvedAt = alert.resolvedAt();
        json.put("endsAt", resolvedAt == null ? NOT_ENDED : resolvedAt.toString());
        json.put("generatorURL", alert.links().alerts());
        json.put("fingerprint", alert.labels().fingerprint().toString());
        json.put("isNew", alert.isNew());
        json.put("value", finite(alert.value()));
        if (alert.presentValue() != null) {
            json.put("presentValue", finite(alert.presentValue()));
        }
        ResolveReason reason = alert.resolveReason();
        if (reason != null) {
            json.put("resolveReason", reason.name().toLowerCase(Locale.ROOT));
        }
        if (!outgoing.isMinimal()) {
            json.put(
                    "evidence",
                    alert.evidence().lines().stream()
                            .map(line -> line(line.at(), line.text(), line.count()))
                            .toList());
        }
        return json;
    }

    private static Map<String, Object> line(Instant at, String text, int count) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", at.toString());
        line.put("line", text);
        line.put("count", count);
        return line;
    }

    /** JSON has no infinite numbers and no NaN. */
    private static Object finite(double value) {
        return Double.isFinite(value) ? (Object) value : Double.toString(value);
    }

    private static String word(MessageStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
