package io.tocsin.web.alerts;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.store.ActiveAlerts;
import io.tocsin.alert.store.AlertEpisodes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds one page of the active alerts. Alerts pass by one by one; only those of the page are loaded whole. Blocks. */
@Component
class AlertSearch {

    static final int PAGE_SIZE = 50;
    static final int GROUPS_PER_PAGE = 10;
    static final int ALERTS_PER_GROUP = 25;

    /** More are not put in the order of their severity unless somebody asks for it: that takes all of them. */
    static final int MOST_SORTED = 2_000;

    private static final Duration LATELY = Duration.ofDays(7);
    private static final int MOST_ENDED = 1_000;
    private static final int SHOWN_ENDED = 20;

    private final ActiveAlerts alerts;
    private final AlertEpisodes episodes;
    private final StandingAlerts standing;

    AlertSearch(ActiveAlerts alerts, AlertEpisodes episodes, StandingAlerts standing) {
        this.alerts = alerts;
        this.episodes = episodes;
        this.standing = standing;
    }

    /**
     * @param shown alerts that stand so; null: all
     * @param by a label, or one of the filter's words with an {@code @}; empty: no groups
     * @param order how each group is sorted
     * @param wantsFacets whether the values of labels are counted, for which all alerts have to be looked at
     */
    record SearchQuestion(
            AlertFilter filter,
            @Nullable AlertStanding shown,
            String by,
            AlertOrder order,
            int page,
            Instant at,
            boolean wantsFacets) {

        boolean shows(AlertStanding standing) {
            return shown == null || shown == standing;
        }
    }

    /**
     * Alerts with the same value of what the page groups by.
     *
     * @param size how many there are; not all of them are shown
     */
    record FoundGroup(String name, int size, List<AlertInstance> shown) {}

    /**
     * @param counts what the filter accepts, shown or not
     * @param size how many are shown on all pages together
     * @param groups one without a name when the page is not grouped
     * @param facets of what is shown on all pages; empty when nobody asked for them
     */
    record FoundAlerts(
            Map<AlertStanding, Integer> counts,
            int size,
            List<FoundGroup> groups,
            int page,
            int pages,
            List<AlertFacets.Facet> facets) {

        public int total() {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }

        public int count(String standing) {
            return counts.getOrDefault(AlertStanding.valueOf(standing), 0);
        }
    }

    /** How many alerts there are, whatever they are. */
    int active() {
        return alerts.countByState().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** What a link of a message led to may be over: then its page is one click away. */
    List<AlertEpisodes.StoredEpisode> endedLately(AlertFilter filter, Instant at) {
        return episodes.findResolved(at.minus(LATELY), MOST_ENDED).stream()
                .filter(episode -> episode.resolved() != null && filter.acceptsLabels(episode.alert()))
                .limit(SHOWN_ENDED)
                .toList();
    }

    FoundAlerts find(SearchQuestion question, AlertSurroundings.SurroundingsNow now) {
        if (!question.by().isEmpty()) {
            return grouped(question, now);
        }
        boolean isSimple = !question.wantsFacets()
                && question.filter().isEmpty()
                && !now.isAnythingMuted()
                && question.order() == AlertOrder.NEWEST
                && (question.shown() == null || question.shown() == AlertStanding.ACTIVE);
        return isSimple ? unfiltered(question, now) : filtered(question, now);
    }

    /** What fires comes first, so that a page of it, or of all, can be asked for. */
    private FoundAlerts unfiltered(SearchQuestion question, AlertSurroundings.SurroundingsNow now) {
        Map<AlertStanding, Integer> counts = standing.counts(now);
        int size = counts.entrySet().stream()
                .filter(entry -> question.shows(entry.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
        int pages = pages(size, PAGE_SIZE);
        int page = Math.min(question.page(), pages);
        int offset = (page - 1) * PAGE_SIZE;
        List<AlertInstance> shown = alerts.find(offset, Math.min(PAGE_SIZE, size - offset));
        return new FoundAlerts(counts, size, List.of(new FoundGroup("", size, shown)), page, pages, List.of());
    }

    private FoundAlerts filtered(SearchQuestion question, AlertSurroundings.SurroundingsNow now) {
        SearchWindow window = new SearchWindow(question.order());
        AlertFacets facets = new AlertFacets();
        Map<AlertStanding, Integer> counts = scan(question, now, facets, window::add);
        int pages = pages(window.size(), PAGE_SIZE);
        int page = Math.min(question.page(), pages);
        List<AlertInstance> shown = alerts.findAll(window.keys((page - 1) * PAGE_SIZE, PAGE_SIZE));
        return new FoundAlerts(
                counts, window.size(), List.of(new FoundGroup("", window.size(), shown)), page, pages, facets.top());
    }

    private FoundAlerts grouped(SearchQuestion question, AlertSurroundings.SurroundingsNow now) {
        Map<String, SearchWindow> windows = new TreeMap<>();
        SearchWindow all = new SearchWindow(question.order());
        AlertFacets facets = new AlertFacets();
        Map<AlertStanding, Integer> counts = scan(question, now, facets, alert -> {
            all.add(alert);
            for (String name : names(question.by(), alert, now)) {
                windows.computeIfAbsent(name, unseen -> new SearchWindow(question.order()))
                        .add(alert);
            }
        });
        int pages = pages(windows.size(), GROUPS_PER_PAGE);
        int page = Math.min(question.page(), pages);
        List<FoundGroup> groups = windows.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, SearchWindow> entry) ->
                        -entry.getValue().size()))
                .skip((long) (page - 1) * GROUPS_PER_PAGE)
                .limit(GROUPS_PER_PAGE)
                .map(entry -> new FoundGroup(
                        entry.getKey(),
                        entry.getValue().size(),
                        alerts.findAll(entry.getValue().keys(0, ALERTS_PER_GROUP))))
                .toList();
        return new FoundAlerts(counts, all.size(), groups, page, pages, facets.top());
    }

    /** Hands over what is shown of what the filter accepts, and counts all that it accepts. */
    private Map<AlertStanding, Integer> scan(
            SearchQuestion question,
            AlertSurroundings.SurroundingsNow now,
            AlertFacets facets,
            Consumer<ActiveAlerts.ActiveEntry> consumer) {
        Map<AlertStanding, Integer> counts = StandingAlerts.zeros();
        alerts.forEach(alert -> {
            if (question.filter().accepts(alert, now, question.at())) {
                AlertStanding own = now.standing(alert);
                counts.merge(own, 1, Integer::sum);
                if (question.shows(own)) {
                    if (question.wantsFacets()) {
                        facets.add(alert.labels());
                    }
                    consumer.accept(alert);
                }
            }
        });
        return counts;
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

    /** Keeps of what passes only what is needed to sort it. */
    private static final class SearchWindow {

        private record SortedPlace(
                AlertSeverity severity, Instant since, String name, ActiveAlerts.ActiveAlertKey key) {}

        private final AlertOrder order;
        private final List<SortedPlace> places = new ArrayList<>();

        SearchWindow(AlertOrder order) {
            this.order = order;
        }

        void add(ActiveAlerts.ActiveEntry alert) {
            Instant firedAt = alert.firedAt();
            places.add(new SortedPlace(
                    AlertSeverity.of(alert.labels()),
                    firedAt == null ? alert.activeAt() : firedAt,
                    alert.rule().alert(),
                    alert.key()));
        }

        int size() {
            return places.size();
        }

        List<ActiveAlerts.ActiveAlertKey> keys(int offset, int limit) {
            Comparator<SortedPlace> newest =
                    Comparator.comparing(SortedPlace::since).reversed();
            places.sort(
                    switch (order) {
                        case NEWEST -> newest;
                        case OLDEST -> Comparator.comparing(SortedPlace::since);
                        case SEVERITY ->
                            Comparator.comparing(SortedPlace::severity).thenComparing(newest);
                        case NAME -> Comparator.comparing(SortedPlace::name).thenComparing(newest);
                    });
            return places.stream()
                    .skip(offset)
                    .limit(limit)
                    .map(SortedPlace::key)
                    .toList();
        }
    }

    /** How lists are sorted. */
    enum AlertOrder {
        SEVERITY,
        NEWEST,
        OLDEST,
        NAME;

        /** The word in addresses. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
