package io.tocsin.web.alerts;

import io.tocsin.alert.store.ActiveAlerts;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Counts what passes, and keeps of it only the first so many in the order that is wanted. */
final class SearchWindow {

    private record SortedPlace(AlertSeverity severity, Instant since, String name, ActiveAlerts.ActiveAlertKey key) {}

    private final Comparator<SortedPlace> wanted;
    private final int most;
    private final PriorityQueue<SortedPlace> kept;
    private int size;

    SearchWindow(AlertSearch.AlertOrder order, int most) {
        this.wanted = comparator(order);
        this.most = most;
        this.kept = new PriorityQueue<>(wanted.reversed());
    }

    private static Comparator<SortedPlace> comparator(AlertSearch.AlertOrder order) {
        Comparator<SortedPlace> newest =
                Comparator.comparing(SortedPlace::since).reversed();
        Comparator<SortedPlace> wanted = switch (order) {
            case NEWEST -> newest;
            case OLDEST -> Comparator.comparing(SortedPlace::since);
            case SEVERITY -> Comparator.comparing(SortedPlace::severity).thenComparing(newest);
            case NAME -> Comparator.comparing(SortedPlace::name).thenComparing(newest);
        };
        // What is equal has its place, too: an alert must not be on two pages, nor on none.
        return wanted.thenComparing(SortedPlace::name)
                .thenComparingLong(place -> place.key().fingerprint().value())
                .thenComparing(place -> place.key().rule().toString());
    }

    void add(ActiveAlerts.ActiveEntry alert) {
        size++;
        Instant firedAt = alert.firedAt();
        SortedPlace place = new SortedPlace(
                AlertSeverity.of(alert.labels()),
                firedAt == null ? alert.activeAt() : firedAt,
                alert.rule().alert(),
                alert.key());
        keep(place);
    }

    /** Keeps the first of what another one has kept; it stays uncounted here. */
    void addKept(SearchWindow other) {
        other.kept.forEach(this::keep);
    }

    private void keep(SortedPlace place) {
        if (kept.size() < most) {
            kept.add(place);
        } else if (wanted.compare(place, kept.element()) < 0) {
            kept.remove();
            kept.add(place);
        }
    }

    int size() {
        return size;
    }

    List<ActiveAlerts.ActiveAlertKey> keys(int offset, int limit) {
        return kept.stream()
                .sorted(wanted)
                .skip(offset)
                .limit(limit)
                .map(SortedPlace::key)
                .toList();
    }
}
