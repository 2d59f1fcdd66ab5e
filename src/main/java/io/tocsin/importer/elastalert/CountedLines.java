package io.tocsin.importer.elastalert;

import io.tocsin.text.go.PrometheusDuration;
import java.time.Duration;
import java.util.List;

/**
 * The lines that a rule counts.
 *
 * @param query a selector with its pipeline
 * @param labels for each of whose values it counts; empty: all together
 * @param window how long it counts
 */
record CountedLines(String query, List<String> labels, Duration window) {

    CountedLines {
        labels = List.copyOf(labels);
    }

    String count() {
        return count("");
    }

    /** The lines of the window before. */
    String countBefore() {
        return count(" offset " + PrometheusDuration.format(window));
    }

    private String count(String offset) {
        return "sum" + by() + "(count_over_time(" + query + " [" + PrometheusDuration.format(window) + "]" + offset
                + "))";
    }

    private String by() {
        return labels.isEmpty() ? "" : " by (" + String.join(", ", labels) + ") ";
    }
}
