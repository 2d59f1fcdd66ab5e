package io.tocsin.dispatch;

import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.dispatch.store.DispatchMetrics;
import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.dispatch.store.NotificationGroups;
import io.tocsin.dispatch.store.NotificationLog;
import io.tocsin.dispatch.store.NotificationTrail;
import io.tocsin.message.Message;
import io.tocsin.notification.GroupMember.Standing;
import io.tocsin.notification.GroupState;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Ends a flush: notification log, outbox and group change together. Blocks, in the caller's transaction. */
@Component
class EnqueueStage {

    private final NotificationGroups groups;
    private final GroupMembers members;
    private final NotificationTrail trail;
    private final NotificationLog notifications;
    private final DeliveryOutbox outbox;
    private final DispatchMetrics metrics;

    EnqueueStage(
            NotificationGroups groups,
            GroupMembers members,
            NotificationTrail trail,
            NotificationLog notifications,
            DeliveryOutbox outbox,
            DispatchMetrics metrics) {
        this.groups = groups;
        this.members = members;
        this.trail = trail;
        this.notifications = notifications;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /** Sends the message and marks its alerts as told. Returns the id in the notification log. */
    long tell(Flush flush, GroupState.Decision decision, Message message) {
        String group = flush.group().id();
        long id = notifications.send(group, message);
        for (Standing standing : flush.standings()) {
            if (standing.isToldAnewBy(flush.sendsResolved())) {
                trail.appendTold(group, id, standing, flush.at());
            }
        }
        appendNotTold(flush);
        members.delete(group, those(flush, standing -> !standing.isFiring()));
        if (flush.standings().contains(Standing.NEW)) {
            members.markTold(group);
        }
        finish(flush, decision, flush.at());
        return id;
    }

    /**
     * There is nothing to say now: alerts whose end nobody is to be told of leave.
     *
     * @param edit changes the message that people have and notifies nobody
     */
    void stayQuiet(Flush flush, GroupState.Decision decision, Optional<Message> edit) {
        String group = flush.group().id();
        edit.ifPresent(message -> outbox.enqueue(new NewDelivery(editKey(flush), message), flush.at()));
        appendNotTold(flush);
        members.delete(group, those(flush, standing -> standing.leavesUntold(flush.sendsResolved())));
        finish(flush, decision, flush.group().lastNotifiedAt());
    }

    private void appendNotTold(Flush flush) {
        those(flush, standing -> standing.leavesUntold(flush.sendsResolved()))
                .forEach(standing -> trail.appendNotTold(flush.group().id(), standing, flush.at()));
    }

    private static Set<Standing> those(Flush flush, Predicate<Standing> which) {
        return flush.standings().stream().filter(which).collect(Collectors.toSet());
    }

    private static String editKey(Flush flush) {
        return "mutes-" + flush.group().id() + "-" + flush.group().version() + "@" + flush.at();
    }

    /** The policy tells nothing at present. */
    void hold(NotificationGroup group, Instant until) {
        metrics.held();
        groups.finish(group, until, group.lastNotifiedAt(), group.shownMutes());
    }

    private void finish(Flush flush, GroupState.Decision decision, @Nullable Instant lastNotifiedAt) {
        groups.finish(flush.group(), decision.next(), lastNotifiedAt, flush.shownMutes());
        if (decision.isOver()) {
            groups.delete(flush.group().id());
        }
    }
}
