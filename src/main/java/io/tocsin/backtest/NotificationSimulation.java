package io.tocsin.backtest;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertId;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.GroupState;
import io.tocsin.notification.Inhibition;
import io.tocsin.notification.ListedMembers;
import io.tocsin.notification.MutedBy;
import io.tocsin.notification.NotificationRoute;
import io.tocsin.notification.Policies;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Routes, groups and decides as dispatch does, with the same {@link GroupState}, over events of the past. Events are taken
 * the moment they happen; silences are not applied. Equal inputs give equal outputs.
 */
public final class NotificationSimulation {

    private final Policies policies;
    private final Predicate<ContactPointName> sendsResolved;
    private final Consumer<SimulatedNotification> output;
    private final Map<String, Group> groups = new HashMap<>();
    private final NavigableMap<Due, Group> schedule = new TreeMap<>();
    private final Map<AlertId, Inhibition.Source> firing = new LinkedHashMap<>();
    private final Map<AlertId, List<Group>> groupsByAlert = new HashMap<>();

    /** A group's place in the schedule. */
    private record Due(Instant at, String group) implements Comparable<Due> {

        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime == 0 ? group.compareTo(other.group) : byTime;
        }
    }

    public NotificationSimulation(
            Policies policies, Predicate<ContactPointName> sendsResolved, Consumer<SimulatedNotification> output) {
        this.policies = policies;
        this.sendsResolved = sendsResolved;
        this.output = output;
    }

    /** Takes one event; events must come in order of time. What was due before it is told first. */
    public void accept(AlertEvent event) {
        advance(event.at().minusNanos(1));
        if (event instanceof AlertEvent.Fired fired) {
            fire(fired);
        } else if (event instanceof AlertEvent.Resolved resolved) {
            end(resolved);
        } else {
            throw new IllegalStateException("unknown event " + event);
        }
    }

    /** Tells what is due up to and including this time. */
    public void advance(Instant to) {
        while (!schedule.isEmpty() && !schedule.firstKey().at().isAfter(to)) {
            Map.Entry<Due, Group> first = schedule.firstEntry();
            flush(first.getValue(), first.getKey().at());
        }
    }

    private void fire(AlertEvent.Fired fired) {
        Alert alert = fired.alert();
        String id = alert.id().toString();
        GroupMember.Episode episode = new GroupMember.Episode(id, id, alert.labels());
        firing.put(alert.id(), new Inhibition.Source(id, alert.labels(), fired.at()));
        List<Group> joined = new ArrayList<>();
        for (NotificationRoute route :
                policies.tree().route(alert.labels(), alert.rule().contactPoints())) {
            Group group = groups.computeIfAbsent(route.key().id(), unknown -> new Group(route));
            group.alerts.put(id, new SimulatedNotification.Told(alert, null, true, true));
            group.members.put(id, GroupMember.joining(group.id, episode, false, fired.at()));
            joined.add(group);
            schedule(group, group.state().nextLook(fired.at()));
        }
        groupsByAlert.put(alert.id(), joined);
    }

    private void end(AlertEvent.Resolved resolved) {
        firing.remove(resolved.alert().id());
        List<Group> joined = groupsByAlert.remove(resolved.alert().id());
        for (Group group : joined == null ? List.<Group>of() : joined) {
            String id = resolved.alert().id().toString();
            group.alerts.computeIfPresent(
                    id, (key, told) -> new SimulatedNotification.Told(told.alert(), resolved, true, true));
            group.members.computeIfPresent(id, (key, member) -> member.ended(resolved.at(), false));
            schedule(group, group.state().nextLook(resolved.at()));
        }
    }

    private void flush(Group group, Instant at) {
        Instant heldUntil = policies.heldUntil(group.route.key().policyPath(), at)
                .filter(until -> until.isAfter(at))
                .orElse(null);
        if (heldUntil != null) {
            schedule(group, heldUntil);
            return;
        }
        group.mute(inhibition());
        boolean isEndTold = sendsResolved.test(group.route.key().receiver());
        GroupState.Decision decision = group.state().flush(isEndTold, at);
        decision.reason().ifPresent(reason -> {
            ListedMembers told = new ListedMembers(SimulatedNotification.LISTED);
            group.members.values().stream()
                    .filter(member -> member.standing().isToldBy(isEndTold))
                    .forEach(told::add);
            output.accept(new SimulatedNotification(
                    group.route.key(),
                    reason,
                    at,
                    decision.firing(),
                    decision.resolved(),
                    told.commonLabels(),
                    told.first().stream()
                            .flatMap(member -> Stream.ofNullable(group.alerts.get(member.key()))
                                    .map(alert -> alert.as(member, reason)))
                            .toList(),
                    told.count() - told.first().size()));
            group.lastNotifiedAt = at;
        });
        group.settle(decision.reason().isPresent(), isEndTold);
        schedule(group, decision.next());
        if (decision.isOver()) {
            groups.remove(group.id);
        }
    }

    private Inhibition inhibition() {
        Inhibition inhibition = new Inhibition(policies.inhibitRules());
        if (!policies.inhibitRules().isEmpty()) {
            firing.values().forEach(inhibition::add);
        }
        return inhibition;
    }

    private void schedule(Group group, @Nullable Instant due) {
        if (group.due != null) {
            schedule.remove(new Due(group.due, group.id));
        }
        group.due = due;
        if (due != null) {
            schedule.put(new Due(due, group.id), group);
        }
    }

    /** A notification group on its way through the past. */
    private static final class Group {

        private final String id;
        private final NotificationRoute route;
        private final Map<String, GroupMember> members = new LinkedHashMap<>();
        private final Map<String, SimulatedNotification.Told> alerts = new HashMap<>();
        private @Nullable Instant lastNotifiedAt;
        private @Nullable Instant due;

        private Group(NotificationRoute route) {
            this.id = route.key().id();
            this.route = route;
        }

        private GroupState state() {
            return GroupState.of(members.values(), route.timings(), lastNotifiedAt);
        }

        private void mute(Inhibition inhibition) {
            members.replaceAll((key, member) -> member.mutedBy(inhibition
                    .inhibitedBy(member.labels())
                    .map(source -> new MutedBy(List.of(), source.key()))
                    .orElse(MutedBy.NOTHING)));
        }

        /** As dispatch leaves a group after a notification, or without one. */
        private void settle(boolean wasTold, boolean sendsResolved) {
            members.values()
                    .removeIf(member ->
                            wasTold ? !member.isFiring() : member.standing().leavesUntold(sendsResolved));
            if (wasTold) {
                members.replaceAll((key, member) -> member.afterNotification());
            }
            alerts.keySet().retainAll(members.keySet());
        }
    }
}
