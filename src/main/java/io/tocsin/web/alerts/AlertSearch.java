package io.tocsin.web.alerts;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.store.ActiveAlerts;
import io.tocsin.alert.store.AlertEpisodes;
import io.tocsin.label.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds one page of the active alerts. Alerts pass by one by one; only those of the page are loaded whole. Blocks. */
@Component
class AlertSearch {

    static final int PAGE_SIZE = 50;
    static final int GROUPS_PER_PAGE = 10;

    /** Few groups show more of their alerts than many, so that a page is about as long. */
    private static final int ALERTS_IN_GROUPS = 80;

    private static final int MOST_PER_GROUP = 25;

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

    /**
     * The gravest of what fires and is not muted, the newest first, and of each alert name one only: many of one rule must not
     * hide the others. The counts are of all.
     */
    FoundAlerts gravest(int limit, AlertSurroundings.SurroundingsNow now, Instant at) {
        SearchQuestion question =
                new SearchQuestion(AlertFilter.ALL, AlertStanding.ACTIVE, "", AlertOrder.SEVERITY, 1, at, false);
        Map<String, SearchWindow> names = new HashMap<>();
        Map<AlertStanding, Integer> counts = scan(
                question,
                now,
                new AlertFacets(),
                alert -> names.computeIfAbsent(
                                alert.labels().get(Labels.ALERT_NAME),
                                unseen -> new SearchWindow(AlertOrder.SEVERITY, 1))
                        .add(alert));
        SearchWindow gravest = new SearchWindow(AlertOrder.SEVERITY, limit);
        names.values().forEach(gravest::addKept);
        List<FoundGroup> groups = alerts.findAll(gravest.keys(0, limit)).stream()
                .map(alert -> group(alert, names))
                .toList();
        return new FoundAlerts(counts, counts.getOrDefault(AlertStanding.ACTIVE, 0), groups, 1, 1, List.of());
    }

    private static FoundGroup group(AlertInstance alert, Map<String, SearchWindow> names) {
        String name = alert.labels().get(Labels.ALERT_NAME);
        SearchWindow window = names.get(name);
        return new FoundGroup(name, window == null ? 1 : window.size(), List.of(alert));
    }

    /** Whether there are more alerts than so many, whatever they are. */
    boolean hasMoreThan(int number) {
        return alerts.hasMoreThan(number);
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
        SearchWindow window = new SearchWindow(question.order(), question.page() * PAGE_SIZE);
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
        AlertFacets facets = new AlertFacets();
        int[] size = {0};
        Map<AlertStanding, Integer> counts = scan(question, now, facets, alert -> {
            size[0]++;
            for (String name : names(question.by(), alert, now)) {
                windows.computeIfAbsent(name, unseen -> new SearchWindow(question.order(), MOST_PER_GROUP))
                        .add(alert);
            }
        });
        int pages = pages(windows.size(), GROUPS_PER_PAGE);
        int page = Math.min(question.page(), pages);
        List<Map.Entry<String, SearchWindow>> onPage = windows.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, SearchWindow> entry) ->
                        -entry.getValue().size()))
                .skip((long) (page - 1) * GROUPS_PER_PAGE)
                .limit(GROUPS_PER_PAGE)
                .toList();
        return new FoundAlerts(counts, size[0], load(onPage), page, pages, facets.top());
    }

    /** With one question for all groups together. */
    private List<FoundGroup> load(List<Map.Entry<String, SearchWindow>> groups) {
        int each = Math.min(MOST_PER_GROUP, ALERTS_IN_GROUPS / Math.max(1, groups.size()));
        Map<String, List<ActiveAlerts.ActiveAlertKey>> keys = new LinkedHashMap<>();
        groups.forEach(group -> keys.put(group.getKey(), group.getValue().keys(0, each)));
        Map<ActiveAlerts.ActiveAlertKey, AlertInstance> loaded = new HashMap<>();
        alerts.findAll(keys.values().stream().flatMap(List::stream).distinct().toList())
                .forEach(alert -> loaded.put(ActiveAlerts.ActiveAlertKey.of(alert), alert));
        return groups.stream()
                .map(group -> new FoundGroup(
                        group.getKey(),
                        group.getValue().size(),
                        keys.getOrDefault(group.getKey(), List.of()).stream()
                                .flatMap(key -> Stream.ofNullable(loaded.get(key)))
                                .toList()))
                .toList();
    }

    /** Hands over what is shown of what the filter accepts, and counts all that it accepts. */
    private Map<AlertStanding, Integer> scan(
            SearchQuestion question,
            AlertSurroundings.SurroundingsNow now,
            AlertFacets facets,
            Consumer<ActiveAlerts.ActiveEntry> consumer) {
        Map<AlertStanding, Integer> counts = StandingAlerts.zeros();
        Consumer<ActiveAlerts.ActiveEntry> each = alert -> {
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
        };
        if (question.filter().readsTexts()) {
            alerts.forEachWithTexts(each);
        } else {
            alerts.forEach(each);
        }
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
