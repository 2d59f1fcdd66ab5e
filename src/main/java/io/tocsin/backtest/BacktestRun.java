package io.tocsin.backtest;

import io.tocsin.alert.AlertEvent;
import io.tocsin.evaluation.replay.GroupReplay;
import io.tocsin.evaluation.replay.GroupReplays;
import io.tocsin.evaluation.replay.ReplayFailedException;
import io.tocsin.notification.Policies;
import io.tocsin.rule.ContactPointName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One backtest from its start to its end, window by window, so that neither answers nor events pile up. Blocks; for one
 * thread.
 */
final class BacktestRun {

    /** Points of all rules that are in memory at a time, times the series that each has. */
    private static final int POINTS_PER_WINDOW = 5_000;

    private static final int MIN_SLOTS_PER_WINDOW = 10;
    private static final int MAX_SLOTS_PER_WINDOW = 500;
    private static final Duration LONGEST_WINDOW = Duration.ofHours(6);
    private static final int MAX_EVENTS_PER_WINDOW = 200_000;

    private final BacktestRequest request;
    private final List<GroupReplay> replays;
    private final BacktestTally tally;
    private final NotificationSimulation notifications;

    BacktestRun(
            BacktestRequest request,
            GroupReplays replays,
            Policies policies,
            Predicate<ContactPointName> sendsResolved) {
        this.request = request;
        this.replays = request.groups().stream().map(replays::begin).toList();
        this.tally = new BacktestTally(request);
        this.notifications = new NotificationSimulation(policies, sendsResolved, tally::add);
    }

    /**
     * Runs to the end, or until it is cancelled.
     *
     * @param progress is told each time up to which the past is known
     * @throws ReplayFailedException if the data source is in trouble
     */
    BacktestTally run(BooleanSupplier isCancelled, Consumer<Instant> progress) {
        Duration window = window();
        Instant from = request.start();
        while (from.isBefore(request.end()) && !isCancelled.getAsBoolean()) {
            Instant next = from.plus(window);
            Instant to = next.isAfter(request.end()) ? request.end() : next;
            List<AlertEvent> events = replay(from, to, isCancelled);
            if (isCancelled.getAsBoolean()) {
                break;
            }
            for (AlertEvent event : events) {
                tally.add(event);
                notifications.accept(event);
            }
            notifications.advance(to);
            tally.reach(to);
            progress.accept(to);
            from = to;
        }
        return tally;
    }

    private Duration window() {
        int slots =
                Math.min(Math.max(POINTS_PER_WINDOW / request.ruleCount(), MIN_SLOTS_PER_WINDOW), MAX_SLOTS_PER_WINDOW);
        Duration window = request.shortestInterval().multipliedBy(slots);
        return window.compareTo(LONGEST_WINDOW) > 0 ? LONGEST_WINDOW : window;
    }

    private List<AlertEvent> replay(Instant from, Instant to, BooleanSupplier isCancelled) {
        List<AlertEvent> events = new ArrayList<>();
        for (GroupReplay replay : replays) {
            GroupReplay.ReplayPart part = replay.replay(from, to, isCancelled);
            tally.add(part.slots(), part.bytesRead(), part.failures());
            events.addAll(part.events());
            if (events.size() > MAX_EVENTS_PER_WINDOW) {
                throw new ReplayFailedException("more than " + MAX_EVENTS_PER_WINDOW + " alerts fired or resolved"
                        + " between " + from + " and " + to + "; aggregate the expression, or set a limit on group "
                        + replay.group().key());
            }
        }
        events.sort(Comparator.comparing(AlertEvent::at));
        return events;
    }
}
