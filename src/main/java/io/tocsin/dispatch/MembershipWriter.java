package io.tocsin.dispatch;

import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.GroupTallies;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.dispatch.store.NotificationGroups;
import io.tocsin.dispatch.store.NotificationTrail;
import io.tocsin.dispatch.store.StoredMember;
import io.tocsin.dispatch.store.TrailStep;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Writes what an {@link AssignmentBatch} worked out. Blocks, in the caller's transaction. */
@Component
class MembershipWriter {

    private static final Logger log = LoggerFactory.getLogger(MembershipWriter.class);

    private final NotificationGroups groups;
    private final GroupMembers members;
    private final GroupTallies tallies;
    private final NotificationTrail trail;
    private final Acknowledgements acknowledgements;

    MembershipWriter(
            NotificationGroups groups,
            GroupMembers members,
            GroupTallies tallies,
            NotificationTrail trail,
            Acknowledgements acknowledgements) {
        this.groups = groups;
        this.members = members;
        this.tallies = tallies;
        this.trail = trail;
        this.acknowledgements = acknowledgements;
    }

    /** The groups that these alerts are in. */
    List<AssignmentBatch.Membership> findExisting(Set<String> alertKeys) {
        List<StoredMember> existing = members.findByAlerts(alertKeys);
        Map<String, NotificationGroup> byId = new HashMap<>();
        groups.findAll(existing.stream().map(StoredMember::groupId).distinct().toList())
                .forEach(group -> byId.put(group.id(), group));
        return existing.stream()
                .flatMap(member -> Stream.ofNullable(byId.get(member.groupId()))
                        .map(group -> new AssignmentBatch.Membership(member, group)))
                .toList();
    }

    void write(AssignmentBatch batch, Instant at) {
        Set<String> locked = groups.lock(batch.touchedGroups());
        batch.targets().forEach((id, route) -> {
            if (locked.contains(id)) {
                groups.updateTimings(id, route.timings());
            } else {
                groups.insert(route, at);
            }
        });
        if (!batch.joining().isEmpty()) {
            members.insert(batch.joining());
            trail.appendJoined(batch.joining(), at);
        }
        if (!batch.resolutions().isEmpty()) {
            trail.append(batch.ending(), TrailStep.ENDED, at);
            members.resolve(batch.resolutions(), at);
            acknowledgements.end(
                    batch.ending().stream().map(StoredMember::alertId).collect(Collectors.toSet()), at);
        }
        batch.moves()
                .forEach(move -> members.move(
                        move.alertKey(), move.fromGroup(), move.to().key().id()));
        batch.unknown().forEach(alert -> log.info("Nobody is left to be told that an alert ended. alert={}", alert));
        schedule(batch.touchedGroups(), at);
    }

    private void schedule(Collection<String> ids, Instant at) {
        Map<String, GroupTallies.StoredTally> counted = tallies.find(ids);
        for (NotificationGroup group : groups.findAll(ids)) {
            GroupTallies.StoredTally tally = counted.get(group.id());
            if (tally == null || tally.isEmpty()) {
                groups.delete(group.id());
            } else {
                groups.schedule(group.id(), FlushSchedule.next(tally, group.timings(), at));
            }
        }
    }
}
