package io.tocsin.web.alerts;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.store.ActiveAlerts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Finds one page of the active alerts. Alerts pass by one by one; only those of the page are loaded whole. Blocks. */
@Component
class AlertSearch {

    static final int PAGE_SIZE = 50;
    static final int GROUPS_PER_PAGE = 10;
    static final int ALERTS_PER_GROUP = 10;

    private final ActiveAlerts alerts;

    AlertSearch(ActiveAlerts alerts) {
        this.alerts = alerts;
    }

    /** @param by a label, or one of the filter's words with an {@code @}; empty: no groups */
    record SearchQuestion(AlertFilter filter, String by, int page, Instant at) {}

    /**
     * Alerts with the same value of what the page groups by.
     *
     * @param size how many there are; not all of them are shown
     */
    record FoundGroup(String name, int size, List<AlertInstance> shown) {}

    /** @param groups one without a name when the page is not grouped */
    record FoundAlerts(int firing, int pending, List<FoundGroup> groups, int page, int pages) {

        public int total() {
            return firing + pending;
        }
    }

    FoundAlerts find(SearchQuestion question, AlertSurroundings.SurroundingsNow surroundings) {
        if (!question.by().isEmpty()) {
            return grouped(question, surroundings);
        }
        return question.filter().isEmpty() ? unfiltered(question) : filtered(question, surroundings);
    }

    private FoundAlerts unfiltered(SearchQuestion question) {
        Map<InstanceState, Integer> counts = alerts.countByState();
        int pending = counts.getOrDefault(InstanceState.PENDING, 0);
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        int pages = pages(total, PAGE_SIZE);
        int page = Math.min(question.page(), pages);
        List<AlertInstance> shown = alerts.find((page - 1) * PAGE_SIZE, PAGE_SIZE);
        return new FoundAlerts(total - pending, pending, List.of(new FoundGroup("", total, shown)), page, pages);
    }

    private FoundAlerts filtered(SearchQuestion question, AlertSurroundings.SurroundingsNow surroundings) {
        SearchWindow window = new SearchWindow((question.page() - 1) * PAGE_SIZE, PAGE_SIZE);
        scan(question, surroundings, window::add);
        int pages = pages(window.total, PAGE_SIZE);
        if (question.page() > pages) {
            return filtered(new SearchQuestion(question.filter(), "", pages, question.at()), surroundings);
        }
        FoundGroup group = new FoundGroup("", window.total, alerts.findAll(window.keys));
        return new FoundAlerts(window.total - window.pending, window.pending, List.of(group), question.page(), pages);
    }

    private FoundAlerts grouped(SearchQuestion question, AlertSurroundings.SurroundingsNow surroundings) {
        Map<String, SearchWindow> windows = new TreeMap<>();
        SearchWindow all = new SearchWindow(0, 0);
        scan(question, surroundings, alert -> {
            all.add(alert);
            for (String name : names(question.by(), alert, surroundings)) {
                windows.computeIfAbsent(name, unseen -> new SearchWindow(0, ALERTS_PER_GROUP))
                        .add(alert);
            }
        });
        int pages = pages(windows.size(), GROUPS_PER_PAGE);
        int page = Math.min(question.page(), pages);
        List<FoundGroup> groups = windows.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, SearchWindow> entry) -> -entry.getValue().total))
                .skip((long) (page - 1) * GROUPS_PER_PAGE)
                .limit(GROUPS_PER_PAGE)
                .map(entry ->
                        new FoundGroup(entry.getKey(), entry.getValue().total, alerts.findAll(entry.getValue().keys)))
                .toList();
        return new FoundAlerts(all.total - all.pending, all.pending, groups, page, pages);
    }

    private void scan(
            SearchQuestion question,
            AlertSurroundings.SurroundingsNow surroundings,
            java.util.function.Consumer<ActiveAlerts.ActiveEntry> consumer) {
        alerts.forEach(alert -> {
            if (question.filter().accepts(alert, surroundings, question.at())) {
                consumer.accept(alert);
            }
        });
    }

    private static Collection<String> names(
            String by, ActiveAlerts.ActiveEntry alert, AlertSurroundings.SurroundingsNow surroundings) {
        return switch (by) {
            case "@receiver" -> surroundings.receivers(alert);
            case "@state" -> List.of(alert.state().name().toLowerCase(Locale.ROOT));
            case "@file" -> List.of(alert.rule().group().file());
            case "@group" -> List.of(alert.rule().group().group());
            default -> List.of(alert.labels().get(by));
        };
    }

    private static int pages(int total, int size) {
        return Math.max(1, (total + size - 1) / size);
    }

    /** Counts what passes, and keeps what lies between two places. */
    private static final class SearchWindow {
        private final int first;
        private final int size;
        private final List<ActiveAlerts.ActiveAlertKey> keys = new ArrayList<>();
        private int total;
        private int pending;

        SearchWindow(int first, int size) {
            this.first = first;
            this.size = size;
        }

        void add(ActiveAlerts.ActiveEntry alert) {
            if (total >= first && total < first + size) {
                keys.add(alert.key());
            }
            total++;
            pending += alert.state() == InstanceState.PENDING ? 1 : 0;
        }
    }
}
