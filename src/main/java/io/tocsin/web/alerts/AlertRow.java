package io.tocsin.web.alerts;

import io.tocsin.alert.AlertKey;
import io.tocsin.alert.InstanceState;
import io.tocsin.web.deliveries.MessageFate;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One alert of the page; all texts are plain and escaped by the template.
 *
 * @param labels without its name, and without those that a group of rows shows once
 * @param matchers exactly its labels, for a link to the silence form
 * @param ways what its contact points know of it
 */
public record AlertRow(
        RowKey key,
        String name,
        AlertNow now,
        List<LabelChip> labels,
        String summary,
        List<String> matchers,
        List<SilencedBy> silencedBy,
        List<Way> ways) {

    /**
     * What tells it from all others.
     *
     * @param episode as {@code AlertId.toString()}; empty until it fires
     */
    public record RowKey(String episode, String ruleId, String fingerprint) {

        /** Its page: of the episode, or of the rule while it has not fired. */
        public String path() {
            return episode.isEmpty() ? "/rules/" + ruleId : "/alerts/" + AlertKey.of(episode);
        }

        /** Names the row in the page. */
        public String element() {
            return "alert-" + ruleId + "-" + fingerprint;
        }
    }

    /**
     * How it stands.
     *
     * @param since since when it fires, or is active while it does not
     */
    public record AlertNow(
            InstanceState state, AlertStanding standing, AlertSeverity severity, String value, Instant since) {}

    /** @param matcher the label as a part of a filter */
    public record LabelChip(String name, String value, String matcher) {}

    AlertRow without(Collection<LabelChip> shownOnce) {
        List<LabelChip> own =
                labels.stream().filter(label -> !shownOnce.contains(label)).toList();
        return new AlertRow(key, name, now, own, summary, matchers, silencedBy, ways);
    }

    /** The worst of what became of the messages that told of it, as a style and the end of a message's key. */
    public String fate() {
        if (isToldToNobody()) {
            return "NOBODY";
        }
        return ways.stream()
                .flatMap(way -> Stream.ofNullable(way.fate()))
                .map(MessageFate::outcome)
                .max(Comparator.naturalOrder())
                .map(Enum::name)
                .orElse("");
    }

    /** A silence that covers it now. */
    public record SilencedBy(String id, String author, boolean isAcknowledgement, Instant endsAt) {}

    /** Whether it fires, and every message that should have said so has failed: then nobody knows. */
    public boolean isToldToNobody() {
        return isToldToNobody(ways);
    }

    static boolean isToldToNobody(List<Way> ways) {
        return ways.stream().anyMatch(way -> way.fate() != null && way.fate().isFailed())
                && ways.stream()
                        .noneMatch(way -> way.fate() != null && !way.fate().isFailed());
    }

    /**
     * What one contact point knows.
     *
     * @param mutedBy what keeps the contact point from being told; empty when nothing does
     * @param fate what became of the message that said that it fires; null when there is none yet, or none is known
     * @param nextDecision when its group is asked next; null when nothing is due
     */
    public record Way(
            String receiver,
            @Nullable MessageFate fate,
            String mutedBy,
            @Nullable Instant nextDecision) {}
}
