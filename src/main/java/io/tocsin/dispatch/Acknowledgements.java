package io.tocsin.dispatch;

import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceChange;
import io.tocsin.silence.store.SilenceStore;
import java.time.Instant;
import java.util.Collection;
import org.springframework.stereotype.Component;

/** Ends acknowledgements with their alerts. Blocks, in the caller's transaction. */
@Component
class Acknowledgements {

    private static final String AUTHOR = "tocsin";

    private final SilenceStore silences;

    Acknowledgements(SilenceStore silences) {
        this.silences = silences;
    }

    /** @param alertIds episodes that have resolved, as {@code AlertId.toString()} */
    void end(Collection<String> alertIds, Instant at) {
        if (alertIds.isEmpty()) {
            return;
        }
        for (Silence acknowledgement : silences.findAcknowledgements(alertIds, at)) {
            silences.update(
                    new SilenceChange(SilenceChange.Kind.ENDED_WITH_ALERT, at, AUTHOR, acknowledgement.expired(at)));
        }
    }
}
