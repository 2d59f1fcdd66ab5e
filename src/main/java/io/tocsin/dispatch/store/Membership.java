package io.tocsin.dispatch.store;

import io.tocsin.notification.GroupMember;
import java.util.Collection;

/** An alert in a notification group that has still something to say about it. */
public record Membership(NotificationGroup group, GroupMember member) {

    /**
     * Whether its group has still to tell another episode of the same alert: whoever hears of that there is to hear of this one there,
     * and after it.
     *
     * @param episodes all memberships of all episodes of the alert, in whatever groups
     */
    public boolean sharesItsGroup(Collection<Membership> episodes) {
        return episodes.stream()
                .anyMatch(other -> other.group.id().equals(group.id())
                        && !other.member.key().equals(member.key()));
    }
}
