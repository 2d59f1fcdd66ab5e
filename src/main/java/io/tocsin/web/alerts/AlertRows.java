package io.tocsin.web.alerts;

import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.store.ActiveAlerts;
import io.tocsin.dispatch.store.Membership;
import io.tocsin.dispatch.view.NotificationViews;
import io.tocsin.evidence.EvidenceQueries;
import io.tocsin.evidence.EvidenceQuery;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.notification.MutedBy;
import io.tocsin.rule.AlertRule;
import io.tocsin.silence.Silence;
import io.tocsin.web.PlainNumbers;
import io.tocsin.web.RuleAddress;
import io.tocsin.web.deliveries.MessageFate;
import io.tocsin.web.deliveries.MessageFates;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Makes rows of the alerts that a page shows. Blocks. */
@Component
public class AlertRows {

    private static final EvidenceQueries QUERIES = new EvidenceQueries();

    private final NotificationViews notifications;
    private final MessageFates fates;

    AlertRows(NotificationViews notifications, MessageFates fates) {
        this.notifications = notifications;
        this.fates = fates;
    }

    public List<AlertRow> of(List<AlertInstance> shown, AlertSurroundings.SurroundingsNow now) {
        Set<String> ids =
                shown.stream().map(AlertRows::idOf).filter(id -> !id.isEmpty()).collect(Collectors.toSet());
        Map<String, List<Membership>> memberships = ids.isEmpty() ? Map.of() : notifications.findByAlerts(ids);
        Map<MutedBy, String> mutes = notifications.describe(memberships.values().stream()
                .flatMap(List::stream)
                .map(membership -> membership.member().mutedBy())
                .toList());
        Map<String, Map<String, MessageFate>> told = fates.ofAlerts(ids);
        return shown.stream()
                .map(instance -> row(
                        instance,
                        now,
                        memberships.getOrDefault(idOf(instance), List.of()).stream()
                                .map(membership -> way(membership, mutes, told.getOrDefault(idOf(instance), Map.of())))
                                .toList()))
                .toList();
    }

    private AlertRow row(AlertInstance instance, AlertSurroundings.SurroundingsNow now, List<AlertRow.Way> ways) {
        Instant firedAt = instance.firedAt();
        Labels labels = instance.labels();
        ActiveAlerts.ActiveEntry entry = entry(instance);
        return new AlertRow(
                new AlertRow.RowKey(
                        idOf(instance),
                        RuleAddress.id(instance.rule()),
                        instance.fingerprint().toString()),
                labels.get(Labels.ALERT_NAME),
                new AlertRow.AlertNow(
                        instance.state(),
                        now.standing(entry),
                        AlertSeverity.of(labels),
                        PlainNumbers.print(instance.value()),
                        firedAt == null ? instance.activeAt() : firedAt),
                labels.without(Set.of(Labels.ALERT_NAME)).asMap().entrySet().stream()
                        .map(label -> chip(label.getKey(), label.getValue()))
                        .toList(),
                instance.annotations().getOrDefault("summary", ""),
                matchers(labels),
                now.silencing(entry).stream().map(AlertRows::silencedBy).toList(),
                ways);
    }

    private static AlertRow.LabelChip chip(String name, String value) {
        return new AlertRow.LabelChip(
                name, value, LabelMatcher.equal(name, value).toString());
    }

    static ActiveAlerts.ActiveEntry entry(AlertInstance instance) {
        return new ActiveAlerts.ActiveEntry(
                instance.rule(),
                instance.fingerprint(),
                instance.labels(),
                instance.state(),
                instance.activeAt(),
                instance.firedAt(),
                instance.value(),
                "");
    }

    private static String idOf(AlertInstance instance) {
        Instant firedAt = instance.firedAt();
        return firedAt == null ? "" : new AlertId(instance.rule(), instance.fingerprint(), firedAt).toString();
    }

    static List<String> matchers(Labels labels) {
        return labels.asMap().entrySet().stream()
                .map(label ->
                        LabelMatcher.equal(label.getKey(), label.getValue()).toString())
                .toList();
    }

    static String logQuery(AlertRule rule, Labels labels) {
        String own = rule.evidence().query();
        return own.isEmpty()
                ? QUERIES.derive(rule.expression(), labels)
                        .map(EvidenceQuery::expression)
                        .orElse("")
                : own;
    }

    /** Anything else in the annotation is a text, and no link. */
    static String webAddress(String text) {
        boolean isWeb = text.startsWith("https://") || text.startsWith("http://");
        return isWeb && text.chars().noneMatch(Character::isWhitespace) ? text : "";
    }

    private static AlertRow.SilencedBy silencedBy(Silence silence) {
        return new AlertRow.SilencedBy(
                silence.id().value(), silence.author(), silence.isAcknowledgement(), silence.endsAt());
    }

    static AlertRow.Way way(Membership membership, Map<MutedBy, String> mutes, Map<String, MessageFate> told) {
        String receiver = membership.group().key().receiver().value();
        return new AlertRow.Way(
                receiver,
                told.get(receiver),
                mutes.getOrDefault(membership.member().mutedBy(), ""),
                membership.group().nextFlushAt());
    }
}
