package io.tocsin.alert.store;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertId;
import io.tocsin.label.Fingerprint;
import io.tocsin.label.Labels;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The one form in which an alert is stored as JSON. Times are milliseconds, the value is text because JSON knows no NaN;
 * whatever the columns of an event hold is not repeated. Rows of earlier versions do not say whether the lines arrived late.
 */
public record AlertDocument(
        SortedMap<String, String> labels,
        SortedMap<String, String> annotations,
        long activeAt,
        long slot,
        String value,
        ReferenceDocument rule,
        @Nullable Boolean arrivedLate) {

    /** For rows without the columns of an event. */
    private record Whole(
            String file, String group, String alertName, long ruleLabels, long firedAt, AlertDocument alert) {}

    /** With all that an alert is known by. */
    public static String write(Alert alert) {
        RuleKey key = alert.rule().key();
        return JsonColumns.write(new Whole(
                key.group().file(),
                key.group().group(),
                key.alert(),
                key.labels().value(),
                alert.firedAt().toEpochMilli(),
                of(alert)));
    }

    /** @throws RuntimeException if this version cannot read what {@link #write} has written */
    public static Alert read(String json) {
        Whole whole = JsonColumns.read(json, Whole.class);
        RuleKey key =
                new RuleKey(new GroupKey(whole.file, whole.group), whole.alertName, new Fingerprint(whole.ruleLabels));
        return whole.alert.toAlert(key, Instant.ofEpochMilli(whole.firedAt));
    }

    static AlertDocument of(Alert alert) {
        return new AlertDocument(
                alert.labels().asMap(),
                alert.annotations(),
                alert.activeAt().toEpochMilli(),
                alert.slot().toEpochMilli(),
                Double.toString(alert.value()),
                ReferenceDocument.of(alert.rule()),
                alert.hasArrivedLate() ? true : null);
    }

    Alert toAlert(RuleKey key, Instant firedAt) {
        Labels labelSet = Labels.of(labels);
        return new Alert(
                new AlertId(key, labelSet.fingerprint(), firedAt),
                labelSet,
                annotations,
                Instant.ofEpochMilli(activeAt),
                Instant.ofEpochMilli(slot),
                Double.parseDouble(value),
                rule.toReference(key),
                Boolean.TRUE.equals(arrivedLate));
    }
}
