package io.tocsin.dispatch;

import io.tocsin.alert.Alert;
import io.tocsin.evidence.Evidence;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/** Finds no log lines. */
@Component
final class NoEvidence implements EvidenceSource {

    @Override
    public CompletableFuture<Evidence> fetch(Alert alert) {
        return CompletableFuture.completedFuture(Evidence.NONE);
    }

    @Override
    public Optional<Query> query(Alert alert) {
        return Optional.empty();
    }
}
