package io.tocsin.web.alerts;

import io.tocsin.alert.InstanceState;
import io.tocsin.web.deliveries.MessageFate;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One alert of the page; all texts are plain and escaped by the template.
 *
 * @param id the episode, as {@code AlertId.toString()}; empty until it fires
 * @param since since when it fires, or is active while it does not
 * @param age how long that is
 * @param matchers exactly its labels, for a link to the silence form
 * @param labelsText its labels as one filter
 * @param logQuery finds its log lines; empty when there are none to show
 * @param json everything of it, for a program
 * @param ways what its contact points know of it
 */
record AlertRow(
        String id,
        String ruleId,
        String fingerprint,
        String name,
        InstanceState state,
        String value,
        Instant since,
        String age,
        SortedMap<String, String> labels,
        String summary,
        String description,
        String runbook,
        List<String> matchers,
        String labelsText,
        String logQuery,
        String dataSource,
        String json,
        List<SilencedBy> silencedBy,
        List<Way> ways) {

    /** Names the row in the page. */
    public String key() {
        return "alert-" + ruleId + "-" + fingerprint;
    }

    public String rulePath() {
        return "/rules/" + ruleId;
    }

    /** A silence that covers it now. */
    record SilencedBy(String id, String author, boolean isAcknowledgement, Instant endsAt) {}

    /** Whether it fires, and every message that should have said so has failed: then nobody knows. */
    public boolean isToldToNobody() {
        return ways.stream().anyMatch(way -> way.fate() != null && way.fate().isFailed())
                && ways.stream().noneMatch(way -> way.fate() != null && !way.fate().isFailed());
    }

    /**
     * What one contact point knows.
     *
     * @param mutedBy what keeps the contact point from being told; empty when nothing does
     * @param fate what became of the message that said that it fires; null when there is none yet, or none is known
     * @param nextDecision when its group is asked next; null when nothing is due
     */
    record Way(
            String receiver,
            @Nullable MessageFate fate,
            String mutedBy,
            @Nullable Instant nextDecision) {}
}
