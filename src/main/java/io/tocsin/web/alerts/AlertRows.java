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
import io.tocsin.text.PlainDurations;
import io.tocsin.web.PlainNumbers;
import io.tocsin.web.RuleAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes rows of the alerts that a page shows. Blocks. */
@Component
class AlertRows {

    private static final EvidenceQueries QUERIES = new EvidenceQueries();

    private final NotificationViews notifications;
    private final JsonMapper json;
    private final Clock clock;

    AlertRows(NotificationViews notifications, JsonMapper json, Clock clock) {
        this.notifications = notifications;
        this.json = json;
        this.clock = clock;
    }

    List<AlertRow> of(List<AlertInstance> shown, AlertSurroundings.SurroundingsNow now) {
        Set<String> ids =
                shown.stream().map(AlertRows::idOf).filter(id -> !id.isEmpty()).collect(Collectors.toSet());
        Map<String, List<Membership>> memberships = ids.isEmpty() ? Map.of() : notifications.findByAlerts(ids);
        Map<MutedBy, String> mutes = notifications.describe(memberships.values().stream()
                .flatMap(List::stream)
                .map(membership -> membership.member().mutedBy())
                .toList());
        return shown.stream()
                .map(instance -> row(
                        instance,
                        now,
                        memberships.getOrDefault(idOf(instance), List.of()).stream()
                                .map(membership -> way(membership, mutes))
                                .toList()))
                .toList();
    }

    private AlertRow row(AlertInstance instance, AlertSurroundings.SurroundingsNow now, List<AlertRow.Way> ways) {
        Instant firedAt = instance.firedAt();
        Instant since = firedAt == null ? instance.activeAt() : firedAt;
        Labels labels = instance.labels();
        Map<String, String> texts = instance.annotations();
        return new AlertRow(
                idOf(instance),
                RuleAddress.id(instance.rule()),
                instance.fingerprint().toString(),
                labels.get(Labels.ALERT_NAME),
                instance.state(),
                PlainNumbers.print(instance.value()),
                since,
                PlainDurations.roughly(Duration.between(since, clock.instant())),
                labels.without(Set.of(Labels.ALERT_NAME)).asMap(),
                texts.getOrDefault("summary", ""),
                texts.getOrDefault("description", ""),
                webAddress(texts.getOrDefault("runbook_url", "")),
                matchers(labels),
                String.join(", ", matchers(labels)),
                now.rules()
                        .rule(instance.rule())
                        .map(rule -> logQuery(rule, labels))
                        .orElse(""),
                now.rules()
                        .group(instance.rule().group())
                        .map(group -> group.dataSource())
                        .orElse(""),
                json(instance),
                now.silencing(entry(instance)).stream()
                        .map(AlertRows::silencedBy)
                        .toList(),
                ways);
    }

    private static ActiveAlerts.ActiveEntry entry(AlertInstance instance) {
        return new ActiveAlerts.ActiveEntry(
                instance.rule(),
                instance.labels(),
                instance.state(),
                instance.activeAt(),
                instance.firedAt(),
                instance.value());
    }

    private static String idOf(AlertInstance instance) {
        Instant firedAt = instance.firedAt();
        return firedAt == null ? "" : new AlertId(instance.rule(), instance.fingerprint(), firedAt).toString();
    }

    private static List<String> matchers(Labels labels) {
        return labels.asMap().entrySet().stream()
                .map(label ->
                        LabelMatcher.equal(label.getKey(), label.getValue()).toString())
                .toList();
    }

    private static String logQuery(AlertRule rule, Labels labels) {
        String own = rule.evidence().query();
        return own.isEmpty()
                ? QUERIES.derive(rule.expression(), labels)
                        .map(EvidenceQuery::expression)
                        .orElse("")
                : own;
    }

    /** Anything else in the annotation is a text, and no link. */
    private static String webAddress(String text) {
        boolean isWeb = text.startsWith("https://") || text.startsWith("http://");
        return isWeb && text.chars().noneMatch(Character::isWhitespace) ? text : "";
    }

    private String json(AlertInstance instance) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("labels", instance.labels().asMap());
        facts.put("annotations", instance.annotations());
        facts.put("state", instance.state().name().toLowerCase(Locale.ROOT));
        facts.put("value", instance.value());
        facts.put("activeAt", instance.activeAt().toString());
        Instant firedAt = instance.firedAt();
        facts.put("firedAt", firedAt == null ? "" : firedAt.toString());
        facts.put("rule", instance.rule().alert());
        facts.put("group", instance.rule().group().group());
        facts.put("file", instance.rule().group().file());
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(facts);
    }

    private static AlertRow.SilencedBy silencedBy(Silence silence) {
        return new AlertRow.SilencedBy(
                silence.id().value(), silence.author(), silence.isAcknowledgement(), silence.endsAt());
    }

    private static AlertRow.Way way(Membership membership, Map<MutedBy, String> mutes) {
        return new AlertRow.Way(
                membership.group().key().receiver().value(),
                membership.member().told(),
                mutes.getOrDefault(membership.member().mutedBy(), ""),
                membership.group().nextFlushAt());
    }
}
