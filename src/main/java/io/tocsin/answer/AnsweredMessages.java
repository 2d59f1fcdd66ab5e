package io.tocsin.answer;

import io.tocsin.contactpoint.ButtonTicket;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.Membership;
import io.tocsin.dispatch.view.NotificationViews;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.notification.GroupMember;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Which message a button stood under, and what of it still fires. Blocks. */
@Component
class AnsweredMessages {

    /** With more at once one silence says it better. */
    static final int MOST_ALERTS = 500;

    private final DeliveryHistory deliveries;
    private final NotificationViews notifications;
    private final GroupMembers members;

    AnsweredMessages(DeliveryHistory deliveries, NotificationViews notifications, GroupMembers members) {
        this.deliveries = deliveries;
        this.notifications = notifications;
        this.members = members;
    }

    /** A message and where it went. */
    record Answered(ContactPoint contactPoint, Message message) {}

    /**
     * Empty when it is not known any more, was sent by another installation, or by a contact point of another app.
     *
     * @param contactPoints those whose app passed the answer on
     */
    Optional<Answered> find(ButtonTicket ticket, List<ContactPoint> contactPoints) {
        Optional<Delivery> delivery =
                deliveries.find(new DeliveryId(ticket.deliveryId())).filter(Delivery::isReadable);
        return delivery.filter(found -> ticket.isOf(found.message()))
                .flatMap(found -> contactPoints.stream()
                        .filter(contactPoint -> contactPoint.name().equals(found.contactPoint()))
                        .findFirst()
                        .map(contactPoint -> new Answered(contactPoint, found.message())));
    }

    /** The ids of the message's alerts that fire now, also of those that it did not list. */
    Set<String> firing(Message message) {
        Set<String> listed = message.alerts().stream()
                .filter(AlertEntry::isFiring)
                .map(AlertEntry::alertId)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> firing = new LinkedHashSet<>();
        Set<String> groups = new LinkedHashSet<>();
        notifications.findByAlerts(listed).values().stream()
                .flatMap(List::stream)
                .filter(membership -> membership.member().isFiring())
                .forEach(membership -> {
                    firing.add(membership.member().alert().id());
                    if (isGroupOf(membership, message)) {
                        groups.add(membership.group().id());
                    }
                });
        if (message.unlisted() > 0) {
            groups.forEach(group -> members.forEachPage(
                    group,
                    page -> page.stream()
                            .filter(member -> member.isFiring() && member.told() && firing.size() < MOST_ALERTS)
                            .map(GroupMember::alert)
                            .forEach(alert -> firing.add(alert.id()))));
        }
        return firing;
    }

    private static boolean isGroupOf(Membership membership, Message message) {
        return membership.group().key().receiver().equals(message.receiver())
                && membership.group().key().groupLabels().equals(message.groupLabels());
    }
}
