package io.tocsin.web.alerts;

import io.tocsin.access.store.SavedViews;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.store.ActiveAlerts;
import io.tocsin.datasource.DataSourceHealth;
import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.text.PlainDurations;
import io.tocsin.web.FormValues;
import java.security.Principal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What fires, recovers or pends now, filtered and grouped, and whether the data sources answer. */
@Controller
class AlertsPage {

    private static final List<String> GROUPING_WORDS = List.of("@receiver", "@state", "@file", "@group");

    /** The tab of everything that is active. */
    private static final String ALL = "all";

    private final AlertSearch search;
    private final AlertRows rows;
    private final AlertSurroundings surroundings;
    private final DataSourceHealthMonitor dataSources;
    private final SavedViews views;
    private final Silencing silencing;
    private final Clock clock;

    AlertsPage(
            AlertSearch search,
            AlertRows rows,
            AlertSurroundings surroundings,
            DataSourceHealthMonitor dataSources,
            SavedViews views,
            Silencing silencing,
            Clock clock) {
        this.search = search;
        this.rows = rows;
        this.surroundings = surroundings;
        this.dataSources = dataSources;
        this.views = views;
        this.silencing = silencing;
        this.clock = clock;
    }

    /**
     * Alerts with the same value of what the page groups by.
     *
     * @param common labels that all rows have
     * @param silence matchers of a silence for all of the group; empty when a silence cannot say it
     * @param filter shows all of the group
     */
    record AlertGroupView(
            String name,
            int size,
            List<AlertRow.LabelChip> common,
            List<AlertRow> alerts,
            List<String> silence,
            String filter) {}

    /** Takes {@code q}, {@code show}, {@code by} and {@code page}, and from links {@code matcher} many times. */
    @GetMapping("/alerts")
    String alerts(FormValues query, @Nullable Principal person, Model model) {
        String q = query.has("q") ? query.text("q") : String.join(", ", query.texts("matcher"));
        String by = query.text("by");
        AlertFilter filter = AlertFilter.ALL;
        FilterProblem problem = null;
        try {
            filter = AlertFilter.parse(q);
        } catch (FilterProblem e) {
            problem = e;
        }
        AlertSurroundings.SurroundingsNow now = surroundings.now();
        boolean showsAll = filter.choosesStanding() || query.has("matcher") && !query.has("q");
        String show = query.has("show") ? query.text("show") : showsAll ? ALL : AlertStanding.ACTIVE.word();
        boolean isMany = search.hasMoreThan(AlertSearch.MOST_SORTED);
        AlertSearch.AlertOrder usual = isMany ? AlertSearch.AlertOrder.NEWEST : AlertSearch.AlertOrder.SEVERITY;
        AlertSearch.SearchQuestion question = new AlertSearch.SearchQuestion(
                filter,
                standing(show),
                by,
                order(query.text("sort"), usual),
                page(query),
                clock.instant(),
                wantsFacets(query.text("facets"), isMany));
        AlertSearch.FoundAlerts found = search.find(question, now);
        List<AlertGroupView> groups = views(found, question, problem == null ? q : "", now);
        model.addAttribute("q", q);
        model.addAttribute("by", by);
        model.addAttribute(
                "show", question.shown() == null ? ALL : question.shown().word());
        model.addAttribute("problem", problem);
        model.addAttribute("known", problem == null ? q : "");
        model.addAttribute("sort", question.order().word());
        model.addAttribute("links", links(question, problem == null ? q : "", show, usual));
        model.addAttribute("tabs", AlertStanding.values());
        model.addAttribute("undo", query.texts("undo"));
        model.addAttribute("found", found);
        model.addAttribute("facets", query.text("facets"));
        model.addAttribute("views", person == null ? List.of() : views.findAll(person.getName()));
        model.addAttribute("viewProblem", query.text("view").equals("refused"));
        model.addAttribute("groups", groups);
        model.addAttribute("groupings", groupings(groups, by));
        model.addAttribute("silence", found.size() == 0 ? List.of() : filter.asSilence());
        model.addAttribute("isAnyActive", found.total() > 0 || search.hasMoreThan(0));
        model.addAttribute("longest", PlainDurations.print(silencing.longestAcknowledgement()));
        model.addAttribute(
                "ended",
                found.total() == 0 && problem == null && !filter.isEmpty()
                        ? search.endedLately(filter, clock.instant())
                        : List.of());
        model.addAttribute("acknowledged", query.text("done").equals("acknowledged"));
        model.addAttribute(
                "failingSources",
                dataSources.all().stream().filter(DataSourceHealth::isFailing).toList());
        return "alerts";
    }

    private static @Nullable AlertStanding standing(String word) {
        return Stream.of(AlertStanding.values())
                .filter(standing -> standing.word().equals(word))
                .findFirst()
                .orElse(word.equals(ALL) ? null : AlertStanding.ACTIVE);
    }

    /** What is as it is anyway needs no place in addresses, of which a page has hundreds. */
    private static AlertLinks links(
            AlertSearch.SearchQuestion question, String q, String show, AlertSearch.AlertOrder usual) {
        String shownAnyway = question.filter().choosesStanding() ? ALL : AlertStanding.ACTIVE.word();
        return new AlertLinks(
                q,
                question.by(),
                show.equals(shownAnyway) ? "" : show,
                question.order() == usual ? "" : question.order().word());
    }

    private static AlertSearch.AlertOrder order(String word, AlertSearch.AlertOrder usual) {
        return Stream.of(AlertSearch.AlertOrder.values())
                .filter(order -> order.word().equals(word))
                .findFirst()
                .orElse(usual);
    }

    /** They are there by themselves while looking at all alerts costs little. */
    private static boolean wantsFacets(String wish, boolean isMany) {
        return wish.isEmpty() ? !isMany : wish.equals("1");
    }

    private static int page(FormValues query) {
        String text = query.text("page");
        return text.matches("\\d{1,6}") ? Math.max(1, Integer.parseInt(text)) : 1;
    }

    /** The rows of all groups are made together: each making asks the database some questions. */
    private List<AlertGroupView> views(
            AlertSearch.FoundAlerts found,
            AlertSearch.SearchQuestion question,
            String q,
            AlertSurroundings.SurroundingsNow now) {
        List<AlertInstance> shown = found.groups().stream()
                .flatMap(group -> group.shown().stream())
                .distinct()
                .toList();
        List<AlertRow> made = rows.of(shown, now);
        Map<ActiveAlerts.ActiveAlertKey, AlertRow> byKey = new HashMap<>();
        for (int i = 0; i < shown.size(); i++) {
            byKey.put(ActiveAlerts.ActiveAlertKey.of(shown.get(i)), made.get(i));
        }
        return found.groups().stream()
                .map(group -> view(
                        group,
                        question,
                        q,
                        group.shown().stream()
                                .flatMap(alert -> Stream.ofNullable(byKey.get(ActiveAlerts.ActiveAlertKey.of(alert))))
                                .toList()))
                .toList();
    }

    private static AlertGroupView view(
            AlertSearch.FoundGroup group, AlertSearch.SearchQuestion question, String q, List<AlertRow> alerts) {
        String by = question.by();
        String own = by.isEmpty() ? "" : LabelMatcher.equal(by, group.name()).toString();
        List<String> silence = List.of();
        boolean isSilenceable =
                question.filter().isEmpty() || !question.filter().asSilence().isEmpty();
        if (!by.isEmpty() && !by.startsWith("@") && !group.name().isEmpty() && isSilenceable) {
            silence = new ArrayList<>(question.filter().asSilence());
            silence.add(own);
        }
        String filter = own.isEmpty() || q.isBlank() ? own + q : q + ", " + own;
        Set<AlertRow.LabelChip> saidAbove = alerts.stream()
                .flatMap(row -> row.labels().stream())
                .filter(label -> label.name().equals(by))
                .collect(Collectors.toCollection(HashSet::new));
        List<AlertRow.LabelChip> common = common(alerts).stream()
                .filter(label -> !saidAbove.contains(label))
                .toList();
        saidAbove.addAll(common);
        List<AlertRow> rows = alerts.stream().map(row -> row.without(saidAbove)).toList();
        return new AlertGroupView(group.name(), group.size(), common, rows, silence, filter);
    }

    /** What is the same for all is shown once. */
    private static List<AlertRow.LabelChip> common(List<AlertRow> alerts) {
        if (alerts.size() < 2) {
            return List.of();
        }
        return alerts.get(0).labels().stream()
                .filter(label -> alerts.stream().allMatch(row -> row.labels().contains(label)))
                .toList();
    }

    private static Set<String> groupings(List<AlertGroupView> groups, String by) {
        Set<String> names = new TreeSet<>(GROUPING_WORDS);
        names.add(Labels.ALERT_NAME);
        groups.forEach(group -> {
            group.common().forEach(label -> names.add(label.name()));
            group.alerts().forEach(alert -> alert.labels().forEach(label -> names.add(label.name())));
        });
        if (!by.isEmpty()) {
            names.add(by);
        }
        return names;
    }
}
