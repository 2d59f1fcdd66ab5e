package io.tocsin.dispatch.store;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.RuleReference;
import io.tocsin.alert.store.AlertDocument;
import io.tocsin.database.Decoded;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import io.tocsin.database.StoredMaps;
import io.tocsin.database.UnreadableRows;
import io.tocsin.label.Labels;
import io.tocsin.rule.EvidenceSettings;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Label sets, and what of an alert fits into a row, as JSON text. */
final class AlertCodec {

    /** No annotation is longer than this in the database; far more than any chat message can hold. */
    private static final int MAX_ANNOTATION_LENGTH = 20_000;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private AlertCodec() {}

    static String write(Labels labels) {
        SortedMap<String, String> clean = new TreeMap<>();
        labels.asMap().forEach((name, value) -> clean.put(name, StoredText.clean(value)));
        return MAPPER.writeValueAsString(clean);
    }

    static Labels readLabels(String text) {
        return Labels.of(StoredMaps.read(text));
    }

    static String write(Alert alert) {
        return StoredText.clean(
                AlertDocument.write(alert.renewed(capped(alert.annotations()), alert.slot(), alert.value())));
    }

    /** The labels of a row; what cannot be read is told by its name rather than not at all. */
    static Labels labels(ResultSet row, String table, String id, UnreadableRows unreadable) throws SQLException {
        String stored = row.getString("labels");
        String name = row.getString("alert_name");
        Decoded<Labels> labels = Decoded.of(() -> readLabels(stored), problem -> Labels.of(Labels.ALERT_NAME, name));
        if (!labels.isReadable()) {
            unreadable.met(table, row.getString(id), labels.problem());
        }
        return labels.value();
    }

    /** What there is to tell of a member. */
    static AlertEvent event(ResultSet row, String table, UnreadableRows unreadable) throws SQLException {
        Instant resolvedAt = SqlTimes.readNullable(row, "resolved_at");
        Alert alert = alert(row, table, unreadable);
        boolean isLate = row.getBoolean("late");
        return resolvedAt == null
                ? new AlertEvent.Fired(alert, isLate)
                : new AlertEvent.Resolved(
                        alert,
                        resolvedAt,
                        StoredEnums.read(row.getString("resolve_reason"), ResolveReason.OTHER),
                        row.getObject("present_value", Double.class),
                        row.getString("present_value_problem"),
                        isLate);
    }

    private static Alert alert(ResultSet row, String table, UnreadableRows unreadable) throws SQLException {
        String stored = row.getString("alert");
        try {
            return AlertDocument.read(stored);
        } catch (RuntimeException | StackOverflowError e) {
            String problem = Decoded.problem(e);
            unreadable.met(table, row.getString("alert_id"), problem);
            return standIn(
                    row.getString("rule_group"),
                    row.getString("alert_name"),
                    labels(row, table, "alert_id", unreadable),
                    SqlTimes.read(row, "joined_at"),
                    problem);
        }
    }

    /** What can be told of an alert whose text cannot be read. */
    private static Alert standIn(String ruleGroup, String alertName, Labels labels, Instant firedAt, String problem) {
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

    private static SortedMap<String, String> capped(SortedMap<String, String> annotations) {
        SortedMap<String, String> capped = new TreeMap<>();
        annotations.forEach((name, text) -> capped.put(name, StoredText.cut(text, MAX_ANNOTATION_LENGTH)));
        return capped;
    }
}
