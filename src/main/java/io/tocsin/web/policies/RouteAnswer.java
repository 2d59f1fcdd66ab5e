package io.tocsin.web.policies;

import io.tocsin.label.Labels;
import io.tocsin.notification.NotificationRoute;
import io.tocsin.notification.Policies;
import io.tocsin.rule.ContactPointName;
import io.tocsin.silence.Silence;
import io.tocsin.text.PlainDurations;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an alert with some labels would go at a time.
 *
 * @param ways in the order of the tree; never empty
 * @param silences that would keep it from being told then
 */
public record RouteAnswer(Labels labels, Instant at, List<WayThen> ways, List<SilenceThen> silences) {

    /** @param heldUntil until when the policy tells nothing; null when it would speak */
    public record WayThen(
            String policy,
            String receiver,
            String groupLabels,
            String groupWait,
            String groupInterval,
            String repeatInterval,
            @Nullable Instant heldUntil) {}

    public record SilenceThen(String id, String author, String comment, Instant endsAt) {}

    static RouteAnswer of(
            Policies policies, Labels labels, List<ContactPointName> named, List<Silence> silences, Instant at) {
        return new RouteAnswer(
                labels,
                at,
                policies.tree().route(labels, named).stream()
                        .map(route -> way(policies, route, at))
                        .toList(),
                silences.stream()
                        .filter(silence -> silence.mutes("", labels, at) && !silence.isAcknowledgement())
                        .map(silence -> new SilenceThen(
                                silence.id().value(), silence.author(), silence.comment(), silence.endsAt()))
                        .toList());
    }

    private static WayThen way(Policies policies, NotificationRoute route, Instant at) {
        return new WayThen(
                route.key().policyPath(),
                route.key().receiver().value(),
                route.key().groupLabels().toString(),
                PlainDurations.print(route.timings().groupWait()),
                PlainDurations.print(route.timings().groupInterval()),
                PlainDurations.print(route.timings().repeatInterval()),
                policies.heldUntil(route.key().policyPath(), at).orElse(null));
    }
}
