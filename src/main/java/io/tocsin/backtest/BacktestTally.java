package io.tocsin.backtest;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertId;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up what a backtest finds. Counts everything and keeps the first of it, so that its size is bounded. */
final class BacktestTally {

    static final int MAX_LISTED = 1000;
    private static final Duration STORM = Duration.ofMinutes(10);

    private final BacktestRequest request;
    private final List<BacktestResult.Firing> firings = new ArrayList<>();
    private final Map<AlertId, Integer> openFirings = new HashMap<>();
    private final List<BacktestResult.Notification> notifications = new ArrayList<>();
    private final SortedMap<LocalDate, Integer> perDay = new TreeMap<>();
    private final Deque<Instant> lately = new ArrayDeque<>();
    private final SortedMap<String, String> failures = new TreeMap<>();
    private Instant evaluatedUntil;
    private long slots;
    private long bytesScanned;
    private long firingCount;
    private long notificationCount;
    private BacktestResult.@Nullable ExpectedStorm storm;
    private @Nullable SimulatedNotification first;

    BacktestTally(BacktestRequest request) {
        this.request = request;
        this.evaluatedUntil = request.start();
    }

    void add(AlertEvent event) {
        if (event instanceof AlertEvent.Fired fired) {
            firingCount++;
            if (firings.size() < MAX_LISTED) {
                openFirings.put(fired.alert().id(), firings.size());
                firings.add(firing(fired.alert()));
            }
        } else if (event instanceof AlertEvent.Resolved resolved) {
            Integer index = openFirings.remove(resolved.alert().id());
            if (index != null) {
                firings.set(
                        index,
                        firings.get(index)
                                .ended(new BacktestResult.FiringEnd(
                                        resolved.at(), resolved.reason(), resolved.presentValue())));
            }
        }
    }

    private static BacktestResult.Firing firing(Alert alert) {
        RuleKey rule = alert.rule().key();
        return new BacktestResult.Firing(
                new BacktestResult.FiringRule(rule.group().file(), rule.group().group(), rule.alert()),
                alert.labels().asMap(),
                alert.annotations(),
                alert.activeAt(),
                alert.firedAt(),
                alert.value(),
                BacktestResult.FiringEnd.NONE);
    }

    void add(SimulatedNotification notification) {
        notificationCount++;
        perDay.merge(notification.at().atZone(ZoneOffset.UTC).toLocalDate(), 1, Integer::sum);
        addToStorm(notification.at());
        if (first == null) {
            first = notification;
        }
        if (notifications.size() < MAX_LISTED) {
            notifications.add(new BacktestResult.Notification(
                    notification.at(),
                    notification.key().receiver().value(),
                    notification.reason(),
                    notification.key().groupLabels().asMap(),
                    notification.firing(),
                    notification.resolved()));
        }
    }

    /** The window slides over the notifications; only those of the last ten minutes are kept. */
    private void addToStorm(Instant at) {
        lately.addLast(at);
        while (!lately.getFirst().plus(STORM).isAfter(at)) {
            lately.removeFirst();
        }
        if (storm == null || lately.size() > storm.notifications()) {
            storm = new BacktestResult.ExpectedStorm(lately.getFirst(), at, lately.size());
        }
    }

    void add(int evaluatedSlots, long bytesRead, Map<RuleKey, String> failed) {
        slots += evaluatedSlots;
        bytesScanned += bytesRead;
        failed.forEach((rule, message) -> failures.putIfAbsent(rule.toString(), message));
    }

    void reach(Instant time) {
        evaluatedUntil = time;
    }

    /** The first notification, for the message to be shown; null when there was none. */
    @Nullable
    SimulatedNotification first() {
        return first;
    }

    BacktestResult result(BacktestResult.@Nullable WouldBeMessage message, List<String> notes) {
        return new BacktestResult(
                new BacktestResult.EvaluatedPast(request.start(), request.end(), evaluatedUntil, slots),
                new BacktestResult.FiredAlerts(firingCount, firings),
                new BacktestResult.ToldMessages(notificationCount, notifications, perDay, storm, message),
                bytesScanned,
                failures,
                notes);
    }
}
