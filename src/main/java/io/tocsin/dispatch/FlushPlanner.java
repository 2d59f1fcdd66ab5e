package io.tocsin.dispatch;

import io.tocsin.dispatch.MessageComposer.ListedAlert;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.dispatch.store.NotificationGroups;
import io.tocsin.dispatch.store.StoredMember;
import io.tocsin.evidence.Evidence;
import io.tocsin.message.Message;
import io.tocsin.message.Mute;
import io.tocsin.notification.NotificationReason;
import io.tocsin.notification.ReceiverSettings;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds due groups and works out what they have to say. Blocks. */
@Component
class FlushPlanner {

    private final NotificationGroups groups;
    private final FlushMembers members;
    private final AlertListing listing;
    private final MessageComposer composer;
    private final FlushContext context;

    FlushPlanner(
            NotificationGroups groups,
            FlushMembers members,
            AlertListing listing,
            MessageComposer composer,
            FlushContext context) {
        this.groups = groups;
        this.members = members;
        this.listing = listing;
        this.composer = composer;
        this.context = context;
    }

    List<NotificationGroup> claim(String owner, Instant at) {
        Instant until = at.plus(context.settings().claimDuration());
        return groups.findDue(at, context.settings().groupsAtOnce()).stream()
                .filter(group -> groups.claim(group.id(), owner, at, until))
                .toList();
    }

    void releaseClaims(String owner) {
        groups.releaseClaims(owner);
    }

    /** What mutes alerts now; whoever tells a group must have asked after its lock was taken. */
    Mutes.View mutes(Instant at) {
        return context.mutes().at(at);
    }

    Optional<Instant> heldUntil(NotificationGroup group, Mutes.View mutes, Instant at) {
        return mutes.heldUntil(group.key().policyPath()).filter(until -> until.isAfter(at));
    }

    /** What a flush would say; writes nothing. Empty when the policy is held. */
    Optional<FlushPlan> preview(NotificationGroup group, Mutes.View mutes, Instant at) {
        return heldUntil(group, mutes, at).isPresent()
                ? Optional.empty()
                : Optional.of(planOf(group, members.load(group, mutes), mutes, at));
    }

    /** What a flush says; also stores which mutes have begun and ended. */
    FlushPlan plan(NotificationGroup group, Mutes.View mutes, Instant at) {
        return planOf(group, members.loadAndStoreMutes(group, mutes, at), mutes, at);
    }

    private FlushPlan planOf(NotificationGroup group, List<StoredMember> current, Mutes.View mutes, Instant at) {
        boolean sendsResolved = context.receivers().sendsResolved(group.key().receiver());
        Map<String, List<Mute>> known = new HashMap<>();
        for (StoredMember member : current) {
            if (member.isFiring() && member.told() && member.isMuted()) {
                known.put(member.alertKey(), mutes.mutes(member.alertId(), member.labels()));
            }
        }
        return new FlushPlan(group, current, known, sendsResolved, at);
    }

    /**
     * What the message that people have must be changed to, because what mutes its alerts has changed; empty when it
     * shows that already, or cannot be changed.
     */
    Optional<Message> composeEdit(FlushPlan plan) {
        if (!plan.hasOutdatedMutes()
                || !context.receivers().editsMessages(plan.group().key().receiver())) {
            return Optional.empty();
        }
        return Optional.of(compose(plan, NotificationReason.MUTES_CHANGED, plan.shown(), Map.of()));
    }

    List<ListedAlert> list(FlushPlan plan) {
        return listing.load(plan.group().id(), plan.told());
    }

    Message compose(
            FlushPlan plan, NotificationReason reason, List<StoredMember> told, Map<String, Evidence> evidence) {
        return composer.compose(plan, reason, told, listing.load(plan.group().id(), told), evidence);
    }

    /** What surrounds a flush. */
    record FlushContext(DispatchSettings settings, Mutes mutes, ReceiverSettings receivers) {}
}
