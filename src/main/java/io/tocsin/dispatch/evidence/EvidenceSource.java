package io.tocsin.dispatch.evidence;

import io.tocsin.alert.Alert;
import io.tocsin.datasource.QueryOrigin.AskedFor;
import io.tocsin.evidence.Evidence;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Finds the log lines behind an alert. */
public interface EvidenceSource {

    /**
     * The lines of the rule's window at the alert's slot. Never fails and never blocks; what goes wrong is
     * {@link Evidence#problem()}.
     *
     * @param reach whether a query of its own may find what stands around the lines
     * @param asker a person never takes the room that messages need
     */
    CompletableFuture<Evidence> fetch(Alert alert, EvidenceReach reach, AskedFor asker);

    /** For a message, with what stands around the lines, when the rule wants it. */
    default CompletableFuture<Evidence> fetch(Alert alert) {
        return fetch(alert, EvidenceReach.SURROUNDINGS, AskedFor.RULE);
    }

    /** How much may be asked for. */
    enum EvidenceReach {
        /** One query; a second one only where that costs nothing. */
        LINES,
        SURROUNDINGS
    }

    /** The query that the lines come from; empty when there is none, for example because the rule asks a Prometheus. */
    Optional<LineSearch> query(Alert alert);

    /** A log query and its window. */
    record LineSearch(String expression, Instant from, Instant to) {}
}
