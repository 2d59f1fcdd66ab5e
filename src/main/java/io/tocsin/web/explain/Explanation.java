package io.tocsin.web.explain;

import io.tocsin.web.deliveries.MessageFate;
import io.tocsin.web.rules.RuleHistory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why people were, or were not, told of the alerts of one rule. */
public record Explanation(
        ExplainedRule rule,
        List<LabelSet> labelSets,
        List<RuleHistory.EvaluationView> evaluations,
        List<RuleHistory.TransitionView> transitions,
        List<RuleHistory.NotificationView> notifications) {

    /** The rule that is asked about. */
    public record ExplainedRule(
            String path, String name, String file, String condition, String holdDuration, boolean isPaused) {}

    /**
     * One alert of the rule, or one that the question describes.
     *
     * @param verdict ends a message's key {@code verdict.…}
     * @param detail what mutes it, for example; empty when there is nothing to add
     * @param ways what became of the newest messages that told of its newest episode
     * @param nextDecision when its groups are asked next; null when nothing is due
     */
    public record LabelSet(
            Map<String, String> labels,
            String verdict,
            String detail,
            List<ToldWay> ways,
            @Nullable Instant nextDecision,
            List<Route> routes,
            List<SilenceLine> silences,
            List<ExplainedStep> steps) {}

    /** What one contact point was told. */
    public record ToldWay(String receiver, MessageFate fate) {}

    /** A policy that takes the alert. */
    public record Route(String policy, String receiver, String groupWait, String interval, String repeat) {}

    /** A silence that covers the alert and was active at the time asked for. */
    public record SilenceLine(String id, String author, String comment, Instant endsAt) {}

    /**
     * Something that happened to the alert on its way.
     *
     * @param step ends a message's key {@code step.…}
     * @param message what became of the message that told it; null when none did, or when it is not known any more
     */
    public record ExplainedStep(
            Instant at,
            String step,
            String receiver,
            String detail,
            @Nullable MessageFate message) {}
}
