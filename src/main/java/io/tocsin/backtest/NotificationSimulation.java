package io.tocsin.backtest;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertId;
import io.tocsin.label.Labels;
import io.tocsin.notification.Inhibition;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Routes, groups and decides as dispatch does, with the policies' own decisions, over events of the past. Events are
 * taken the moment they happen; silences are not applied. Equal inputs give equal outputs.
 */
final class NotificationSimulation {

    private final Policies policies;
    private final Predicate<ContactPointName> sendsResolved;
    private final Consumer<SimulatedNotification> output;
    private final Map<String, SimulatedGroup> groups = new HashMap<>();
    private final NavigableMap<Due, SimulatedGroup> schedule = new TreeMap<>();
    private final Map<AlertId, Labels> firing = new LinkedHashMap<>();
    private final Map<AlertId, List<SimulatedGroup>> groupsByAlert = new HashMap<>();

    /** A group's place in the schedule. */
    private record Due(Instant at, String group) implements Comparable<Due> {

        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime == 0 ? group.compareTo(other.group) : byTime;
        }
    }

    NotificationSimulation(
            Policies policies, Predicate<ContactPointName> sendsResolved, Consumer<SimulatedNotification> output) {
        this.policies = policies;
        this.sendsResolved = sendsResolved;
        this.output = output;
    }

    /** Takes one event; events must come in order of time. What was due before it is told first. */
    void accept(AlertEvent event) {
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
    void advance(Instant to) {
        while (!schedule.isEmpty() && !schedule.firstKey().at().isAfter(to)) {
            Map.Entry<Due, SimulatedGroup> first = schedule.firstEntry();
            flush(first.getValue(), first.getKey().at());
        }
    }

    private void fire(AlertEvent.Fired fired) {
        Alert alert = fired.alert();
        firing.put(alert.id(), alert.labels());
        List<SimulatedGroup> joined = new ArrayList<>();
        for (NotificationRoute route :
                policies.tree().route(alert.labels(), alert.rule().contactPoints())) {
            SimulatedGroup group = groups.computeIfAbsent(
                    route.key().id(),
                    id -> new SimulatedGroup(
                            route, sendsResolved.test(route.key().receiver())));
            change(group, () -> group.join(fired));
            joined.add(group);
        }
        groupsByAlert.put(alert.id(), joined);
    }

    private void end(AlertEvent.Resolved resolved) {
        firing.remove(resolved.alert().id());
        List<SimulatedGroup> joined = groupsByAlert.remove(resolved.alert().id());
        if (joined != null) {
            joined.stream()
                    .filter(group -> group.has(resolved.alert().id()))
                    .forEach(group -> change(group, () -> group.end(resolved)));
        }
    }

    private void flush(SimulatedGroup group, Instant at) {
        Optional<Instant> heldUntil =
                policies.heldUntil(group.route().key().policyPath(), at).filter(until -> until.isAfter(at));
        if (heldUntil.isPresent()) {
            change(group, () -> group.hold(heldUntil.get()));
            return;
        }
        change(group, () -> group.flush(muted(), at).ifPresent(output));
    }

    private Predicate<Labels> muted() {
        if (policies.inhibitRules().isEmpty()) {
            return labels -> false;
        }
        Inhibition inhibition = new Inhibition(policies.inhibitRules(), firing.values());
        return labels -> inhibition.inhibitedBy(labels).isPresent();
    }

    private void change(SimulatedGroup group, Runnable step) {
        String id = group.route().key().id();
        remove(group.due(), id);
        step.run();
        Instant due = group.due();
        if (group.isEmpty()) {
            groups.remove(id);
        } else if (due != null) {
            schedule.put(new Due(due, id), group);
        }
    }

    private void remove(@Nullable Instant due, String id) {
        if (due != null) {
            schedule.remove(new Due(due, id));
        }
    }
}
