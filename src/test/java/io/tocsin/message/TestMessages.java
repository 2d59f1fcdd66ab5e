package io.tocsin.message;

import io.tocsin.alert.ResolveReason;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Labels;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Messages with valid defaults. */
public final class TestMessages {

    public static final Instant AT = Instant.parse("2026-03-01T10:02:00Z");

    private TestMessages() {}

    public static Message firing(String receiver, AlertEntry... alerts) {
        return message(receiver, MessageStatus.FIRING, NotificationReason.FIRST_NOTIFICATION, List.of(alerts));
    }

    public static Message resolved(String receiver, AlertEntry... alerts) {
        return message(receiver, MessageStatus.RESOLVED, NotificationReason.ALL_RESOLVED, List.of(alerts));
    }

    public static Message message(
            String receiver, MessageStatus status, NotificationReason reason, List<AlertEntry> alerts) {
        int firing = (int) alerts.stream()
                .filter(alert -> alert.status() == MessageStatus.FIRING)
                .count();
        return new Message(
                new MessageGroup(
                        "{}:{alertname=\"ocr_alert\"}",
                        new ContactPointName(receiver),
                        Labels.of(Labels.ALERT_NAME, "ocr_alert"),
                        Labels.of(Labels.ALERT_NAME, "ocr_alert", "job", "ocr"),
                        false),
                reason,
                status,
                new MessageCounts(firing, alerts.size() - firing, 0),
                alerts,
                List.of(),
                new MessageLinks(
                        "https://tocsin.example.com/alerts?a=1&b=2",
                        "https://tocsin.example.com/silences/new?alert=1",
                        "https://grafana.example.com/explore?left={\"a\":1}",
                        ""),
                AT);
    }

    public static Message withGroup(Message message, String groupKey) {
        return new Message(
                new MessageGroup(
                        groupKey, message.receiver(), message.groupLabels(), message.commonLabels(), message.isLate()),
                message.reason(),
                message.status(),
                new MessageCounts(message.firing(), message.resolved(), message.unlisted()),
                message.alerts(),
                message.notes(),
                message.links(),
                message.at());
    }

    public static AlertEntry alert(String host) {
        return alert(
                host,
                "OCR 서비스 ERROR 발생",
                "OCR 서비스에서 ERROR 로그가 12 건 감지되었습니다. (" + host + ")",
                "ERROR OCR timeout on " + host);
    }

    public static AlertEntry alert(String host, String summary, String description, String line) {
        return new AlertEntry(
                "ocr.yml:g:ocr_alert:0000000000000001@" + host,
                MessageStatus.FIRING,
                true,
                Labels.of(Labels.ALERT_NAME, "ocr_alert", "job", "ocr", "host", host, "severity", "critical"),
                new TreeMap<>(Map.of("summary", summary, "description", description)),
                new AlertCourse(12, null, AT.minusSeconds(330), AT.minusSeconds(30), null, null),
                new AlertSource(
                        "job_project_alerts",
                        "sum by (job, host) (count_over_time({job=\"ocr\"} |= \"ERROR\" [5m]))",
                        new Evidence(List.of(new Evidence.Line(AT.minusSeconds(40), line, 1)), 1, ""),
                        MessageLinks.NONE));
    }

    public static AlertEntry resolvedAlert(String host) {
        AlertEntry firing = alert(host);
        return new AlertEntry(
                firing.alertId(),
                MessageStatus.RESOLVED,
                true,
                firing.labels(),
                firing.annotations(),
                new AlertCourse(12, 0.0, firing.activeAt(), firing.firedAt(), AT, ResolveReason.CONDITION_FALSE),
                new AlertSource(firing.group(), firing.query(), Evidence.NONE, MessageLinks.NONE));
    }

    public static List<AlertEntry> alerts(int count) {
        List<AlertEntry> alerts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            alerts.add(alert("server" + i));
        }
        return alerts;
    }
}
