package io.tocsin.dispatch;

import io.tocsin.alert.AlertKey;
import io.tocsin.dispatch.silencing.Mutes;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.message.Mute;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.GroupMember.Standing;
import io.tocsin.notification.GroupState;
import io.tocsin.notification.ListedMembers;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What one flush finds in its group. Members are added in the order of their keys and not kept, however many they are. */
final class Flush {

    private final NotificationGroup group;
    private final Mutes.View mutes;
    private final boolean sendsResolved;
    private final Instant at;
    private final GroupState state;
    private final ListedMembers told;
    private final ListedMembers known;
    private String shownMutes = "";

    /** @param listed how many alerts a message lists */
    Flush(NotificationGroup group, Mutes.View mutes, boolean sendsResolved, int listed, Instant at) {
        this.group = group;
        this.mutes = mutes;
        this.sendsResolved = sendsResolved;
        this.at = at;
        this.state = new GroupState(group.timings(), group.lastNotifiedAt());
        this.told = new ListedMembers(listed);
        this.known = new ListedMembers(listed);
    }

    /** @param member with the mutes of this moment */
    void add(GroupMember member) {
        Standing standing = member.standing();
        state.add(member);
        if (standing.isToldBy(sendsResolved)) {
            told.add(member);
        }
        if (standing == Standing.KNOWN || standing == Standing.KNOWN_MUTED) {
            known.add(member);
        }
        if (standing == Standing.KNOWN_MUTED && member.isMuted()) {
            shownMutes = AlertKey.of(shownMutes + member.key() + mutes(member));
        }
    }

    GroupState.Decision decide() {
        return state.flush(sendsResolved, at);
    }

    /** How people and the members of the group stand to each other. */
    Set<Standing> standings() {
        return state.standings();
    }

    NotificationGroup group() {
        return group;
    }

    boolean sendsResolved() {
        return sendsResolved;
    }

    Instant at() {
        return at;
    }

    /** The alerts that a notification would be about. */
    ListedMembers told() {
        return told;
    }

    /** The alerts that fire and that people know, muted or not. */
    ListedMembers known() {
        return known;
    }

    /** What mutes an alert that people know, for them; empty when nothing does, or nobody knows it. */
    List<Mute> mutes(GroupMember member) {
        return member.standing() == Standing.KNOWN_MUTED ? mutes.mutes(member.alert()) : List.of();
    }

    /** What a message shows of the mutes, in a short form that changes with it; empty when there is nothing to show. */
    String shownMutes() {
        return shownMutes;
    }

    /** Whether people have a message that no longer says what keeps its alerts from being told. */
    boolean hasOutdatedMutes() {
        return group.lastNotifiedAt() != null && !shownMutes.equals(group.shownMutes()) && known.count() > 0;
    }
}
