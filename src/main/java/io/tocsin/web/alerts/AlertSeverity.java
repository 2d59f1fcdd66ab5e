package io.tocsin.web.alerts;

import io.tocsin.label.Labels;
import java.util.Locale;
import java.util.Set;

/** How grave an alert is, as far as its label {@code severity} says so; in the order of lists. */
public enum AlertSeverity {
    CRITICAL(Set.of("critical", "crit", "page", "emergency", "fatal", "disaster", "p1")),
    ERROR(Set.of("error", "major", "high", "p2")),
    WARNING(Set.of("warning", "warn", "minor", "average", "medium", "p3")),
    UNKNOWN(Set.of()),
    INFO(Set.of("info", "information", "notice", "low", "none", "p4", "p5"));

    private final Set<String> values;

    AlertSeverity(Set<String> values) {
        this.values = values;
    }

    /** What the label {@code severity} says, in the words that teams use. */
    public static AlertSeverity of(Labels labels) {
        String value = labels.get("severity").toLowerCase(Locale.ROOT);
        for (AlertSeverity severity : values()) {
            if (severity.values.contains(value)) {
                return severity;
            }
        }
        return UNKNOWN;
    }

    /** Ends the name of a style. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
