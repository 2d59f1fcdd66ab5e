package io.tocsin.external;

import io.tocsin.label.Labels;
import io.tocsin.label.SortedTexts;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An alert as its sender says it.
 *
 * @param labels all of them; {@code alertname} should be among them
 * @param endsAt when it is over, or is taken to be over unless the sender repeats it; null: the sender did not say
 * @param generatorUrl where its sender shows it; may be empty
 */
public record ExternalAlert(
        Labels labels,
        SortedMap<String, String> annotations,
        Instant startsAt,
        @Nullable Instant endsAt,
        String generatorUrl) {

    public ExternalAlert {
        annotations = SortedTexts.of(annotations);
    }

    /** Whether it is over at this time. */
    public boolean isOver(Instant at) {
        return endsAt != null && !endsAt.isAfter(at);
    }

    /** Its name; what has none is told by a word that says so. */
    public String name() {
        String name = labels.get(Labels.ALERT_NAME);
        return name.isEmpty() ? "(no alertname)" : name;
    }
}
