package io.tocsin.dispatch;

import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.dispatch.store.GroupTallies;
import io.tocsin.dispatch.store.LoggedNotification;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.dispatch.store.NotificationGroups;
import io.tocsin.dispatch.store.NotificationLog;
import io.tocsin.message.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Ends a flush: notification log, outbox and group change together. Blocks, in the caller's transaction. */
@Component
class GroupFlush {

    private final NotificationGroups groups;
    private final GroupTallies tallies;
    private final FlushMembers members;
    private final NotificationLog log;
    private final DeliveryOutbox outbox;
    private final DispatchMetrics metrics;

    GroupFlush(
            NotificationGroups groups,
            GroupTallies tallies,
            FlushMembers members,
            NotificationLog log,
            DeliveryOutbox outbox,
            DispatchMetrics metrics) {
        this.groups = groups;
        this.tallies = tallies;
        this.members = members;
        this.log = log;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /** Sends the message and marks its alerts as told. Returns the id in the notification log. */
    long tell(FlushPlan plan, Message message) {
        long id = log.append(plan.group().id(), message);
        outbox.enqueue(new NewDelivery(LoggedNotification.deliveryKey(id), message), plan.at());
        metrics.notified(message.receiver(), message.reason());
        members.told(plan, id);
        finish(plan, plan.at());
        return id;
    }

    /**
     * There is nothing to say now: alerts whose end nobody is to be told of leave.
     *
     * @param edit changes the message that people have and notifies nobody
     */
    void stayQuiet(FlushPlan plan, Optional<Message> edit) {
        edit.ifPresent(message -> outbox.enqueue(new NewDelivery(editKey(plan), message), plan.at()));
        members.notTold(plan);
        finish(plan, plan.group().lastNotifiedAt());
    }

    private static String editKey(FlushPlan plan) {
        return "mutes-" + plan.group().id() + "-" + plan.group().version() + "@" + plan.at();
    }

    /** The policy tells nothing at present. */
    void hold(NotificationGroup group, Instant until) {
        metrics.held();
        groups.finish(group, until, group.lastNotifiedAt(), group.shownMutes());
    }

    private void finish(FlushPlan plan, @Nullable Instant lastNotifiedAt) {
        NotificationGroup group = plan.group();
        Instant at = plan.at();
        groups.finish(group, null, lastNotifiedAt, plan.shownMutes());
        GroupTallies.StoredTally tally = tallies.find(List.of(group.id())).get(group.id());
        if (tally == null || tally.isEmpty()) {
            groups.delete(group.id());
            return;
        }
        Instant next = FlushSchedule.next(tally, group.timings(), at);
        groups.schedule(group.id(), next == null || next.isAfter(at) ? next : at.plusSeconds(1));
    }
}
