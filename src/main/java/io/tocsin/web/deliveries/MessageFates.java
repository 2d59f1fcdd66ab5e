package io.tocsin.web.deliveries;

import io.tocsin.delivery.store.MessageTracks;
import io.tocsin.dispatch.store.LoggedNotification;
import io.tocsin.dispatch.store.TrailEntry;
import io.tocsin.dispatch.store.TrailStep;
import io.tocsin.dispatch.view.NotificationViews;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Whether people were told of alerts: that a notification was decided is no answer, what became of its message is. Blocks.
 */
@Component
public class MessageFates {

    private static final int MOST_STEPS = 2_000;
    private static final int MOST_LATER = 20;

    private final NotificationViews notifications;
    private final MessageTracks tracks;
    private final ChatLinks links;

    MessageFates(NotificationViews notifications, MessageTracks tracks, ChatLinks links) {
        this.notifications = notifications;
        this.tracks = tracks;
        this.links = links;
    }

    /** The newest step that told of an episode to one contact point, and whether the episode was muted after it. */
    private record Telling(TrailEntry step, long notification, boolean isMutedSince) {}

    /**
     * What became of the newest messages that told of each episode.
     *
     * @return by alert id and receiver; who was not to be told yet is missing
     */
    public Map<String, Map<String, MessageFate>> ofAlerts(Set<String> alertIds) {
        return ofSteps(alertIds.isEmpty() ? List.of() : notifications.steps(alertIds, MOST_STEPS));
    }

    /** The same for episodes whose steps are known, newest first. */
    public Map<String, Map<String, MessageFate>> ofSteps(List<TrailEntry> steps) {
        List<Telling> tellings = tellings(steps);
        Map<Long, List<MessageTracks.Track>> ends =
                follow(tellings.stream().map(Telling::notification).collect(Collectors.toSet()));
        Map<String, Map<String, MessageFate>> fates = new HashMap<>();
        for (Telling telling : tellings) {
            TrailEntry step = telling.step();
            best(ends.getOrDefault(telling.notification(), List.of()), step.alertId())
                    .map(fate -> fate.isDelivered() ? fate : later(telling, fate))
                    .ifPresent(fate -> fates.computeIfAbsent(step.alertId(), unseen -> new LinkedHashMap<>())
                            .put(step.receiver().value(), fate));
        }
        return fates;
    }

    private static List<Telling> tellings(List<TrailEntry> steps) {
        Map<List<String>, Telling> newest = new LinkedHashMap<>();
        Map<List<String>, Boolean> muted = new HashMap<>();
        for (TrailEntry step : steps) {
            List<String> way = List.of(step.alertId(), step.receiver().value());
            Long notification = step.notificationId();
            if (notification != null) {
                newest.putIfAbsent(way, new Telling(step, notification, muted.containsKey(way)));
            } else if (step.step() == TrailStep.MUTED) {
                muted.put(way, true);
            }
        }
        return List.copyOf(newest.values());
    }

    /** A reminder repeats what an earlier message said: it counts when the earlier one did not arrive. */
    private MessageFate later(Telling telling, MessageFate first) {
        boolean isFiring = telling.step().step() == TrailStep.TOLD_FIRING;
        if (!isFiring || telling.isMutedSince()) {
            return first;
        }
        Set<Long> ids =
                notifications.notificationsFrom(telling.step().groupId(), telling.notification(), MOST_LATER).stream()
                        .map(LoggedNotification::id)
                        .collect(Collectors.toSet());
        return follow(ids).values().stream()
                .flatMap(found -> best(found, telling.step().alertId()).stream())
                .filter(fate -> fate.outcome().compareTo(first.outcome()) < 0)
                .min(Comparator.comparing(MessageFate::outcome))
                .orElse(first);
    }

    private Map<Long, List<MessageTracks.Track>> follow(Collection<Long> notificationIds) {
        Map<String, List<MessageTracks.Track>> ends = tracks.follow(
                notificationIds.stream().map(LoggedNotification::deliveryKey).toList());
        Map<Long, List<MessageTracks.Track>> byId = new HashMap<>();
        for (Long id : notificationIds) {
            byId.put(id, new ArrayList<>(ends.getOrDefault(LoggedNotification.deliveryKey(id), List.of())));
        }
        return byId;
    }

    private Optional<MessageFate> best(List<MessageTracks.Track> ends, String alertId) {
        return ends.stream()
                .filter(track -> track.isOf(alertId))
                .map(track -> MessageFate.of(track, links))
                .min(Comparator.comparing(MessageFate::outcome));
    }

    /**
     * What became of the messages of notifications, of several parts the worst, by the notifications' ids; those not known
     * any more are missing.
     */
    public Map<Long, MessageFate> ofNotifications(Collection<Long> notificationIds) {
        Map<Long, MessageFate> fates = new HashMap<>();
        follow(notificationIds)
                .forEach((id, ends) -> ends.stream()
                        .map(track -> MessageFate.of(track, links))
                        .max(Comparator.comparing(MessageFate::outcome))
                        .ifPresent(fate -> fates.put(id, fate)));
        return fates;
    }
}
