package io.tocsin.dispatch;

import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.dispatch.store.NotificationGroups;
import io.tocsin.dispatch.store.NotificationTrail;
import io.tocsin.message.Message;
import io.tocsin.notification.GroupState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Ends a flush: notification log, outbox and group change together. Blocks, in the caller's transaction. */
@Component
class EnqueueStage {

    private final NotificationGroups groups;
    private final GroupMembers members;
    private final NotificationTrail trail;
    private final NotificationSender sender;
    private final DeliveryOutbox outbox;
    private final DispatchMetrics metrics;

    EnqueueStage(
            NotificationGroups groups,
            GroupMembers members,
            NotificationTrail trail,
            NotificationSender sender,
            DeliveryOutbox outbox,
            DispatchMetrics metrics) {
        this.groups = groups;
        this.members = members;
        this.trail = trail;
        this.sender = sender;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /** Sends the message and marks its alerts as told. Returns the id in the notification log. */
    long tell(Flush flush, GroupState.Decision decision, Message message) {
        String group = flush.group().id();
        long id = sender.send(group, message);
        trail.appendTold(group, id, flush.sendsResolved(), flush.at());
        trail.appendNotTold(group, flush.sendsResolved(), flush.at());
        members.settleTold(group);
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
        trail.appendNotTold(group, flush.sendsResolved(), flush.at());
        members.settleQuiet(group, flush.sendsResolved());
        finish(flush, decision, flush.group().lastNotifiedAt());
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
