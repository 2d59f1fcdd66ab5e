package io.tocsin.dispatch.evidence;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.RuleReference;
import io.tocsin.evidence.Evidence;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/** The log lines behind an alert that fires, as a message would show them at its newest slot. */
@Component
public class AlertLines {

    private final EvidenceSource source;

    AlertLines(EvidenceSource source) {
        this.source = source;
    }

    /** Never fails and never blocks; what goes wrong is {@link Evidence#problem()}. */
    public CompletableFuture<Evidence> fetch(AlertInstance instance, RuleReference rule) {
        Instant firedAt = instance.firedAt();
        Alert alert = new Alert(
                new AlertId(instance.rule(), instance.fingerprint(), firedAt == null ? instance.activeAt() : firedAt),
                instance.labels(),
                instance.annotations(),
                instance.activeAt(),
                instance.evaluatedAt(),
                instance.value(),
                rule);
        return source.fetch(alert);
    }
}
