package io.tocsin.alert.store;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertId;
import io.tocsin.label.Labels;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it is stored with its event. Times are milliseconds, the value is text because JSON knows no NaN; whatever
 * the columns of the row hold is not repeated. Rows of earlier versions do not say whether the lines arrived late.
 */
record AlertDocument(
        SortedMap<String, String> labels,
        SortedMap<String, String> annotations,
        long activeAt,
        long slot,
        String value,
        ReferenceDocument rule,
        @Nullable Boolean arrivedLate) {

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
