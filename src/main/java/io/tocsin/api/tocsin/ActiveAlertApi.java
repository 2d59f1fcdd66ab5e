package io.tocsin.api.tocsin;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.store.ActiveAlerts;
import io.tocsin.api.ApiPage;
import io.tocsin.api.ApiPage.PageQuestion;
import io.tocsin.api.ApiReading;
import io.tocsin.rule.RuleKey;
import io.tocsin.web.RuleAddress;
import io.tocsin.web.alerts.AlertFilter;
import io.tocsin.web.alerts.AlertRow;
import io.tocsin.web.alerts.AlertRows;
import io.tocsin.web.alerts.AlertSurroundings;
import io.tocsin.web.alerts.FilterProblem;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What fires, and who was told of it. */
@RestController
@RequestMapping("/api/tocsin/v1")
class ActiveAlertApi {

    private final ActiveAlerts active;
    private final AlertSurroundings surroundings;
    private final AlertRows rows;
    private final Clock clock;

    ActiveAlertApi(ActiveAlerts active, AlertSurroundings surroundings, AlertRows rows, Clock clock) {
        this.active = active;
        this.surroundings = surroundings;
        this.rows = rows;
        this.clock = clock;
    }

    /** An active alert where it stands in the list: by its rule and its labels, which stay while it is active. */
    private record Placed(String place, ActiveAlerts.ActiveAlertKey key) {}

    /**
     * @param q a filter as on the page of alerts
     * @param standing one of {@link io.tocsin.web.alerts.AlertStanding}; empty: all
     */
    @GetMapping("/alerts")
    ApiPage<AlertJson.AlertInList> alerts(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String standing,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = ApiPage.DEFAULT_LIMIT) int limit) {
        AlertFilter filter = filter(q);
        AlertSurroundings.SurroundingsNow now = surroundings.now();
        Instant at = clock.instant();
        Map<RuleKey, String> ids = new HashMap<>();
        List<Placed> found = new ArrayList<>();
        Consumer<ActiveAlerts.ActiveEntry> each = entry -> {
            boolean isWanted = standing.isEmpty() || now.standing(entry).word().equals(standing);
            if (isWanted && filter.accepts(entry, now, at)) {
                String rule = ids.computeIfAbsent(entry.rule(), RuleAddress::id);
                found.add(new Placed(rule + entry.labels().fingerprint(), entry.key()));
            }
        };
        if (filter.readsTexts()) {
            active.forEachWithTexts(each);
        } else {
            active.forEach(each);
        }
        return ApiPage.behind(
                new PageQuestion(cursor, limit),
                found,
                Placed::place,
                Comparator.naturalOrder(),
                page -> answers(page.stream().map(Placed::key).toList(), now));
    }

    private static AlertFilter filter(String text) {
        try {
            return AlertFilter.parse(text);
        } catch (FilterProblem e) {
            throw ApiReading.bad(
                    "q: \"" + e.wrong(text) + "\" is no part of a filter"
                            + (e.suggestion().isEmpty() ? "" : "; did you mean " + e.suggestion() + "?"),
                    e);
        }
    }

    private List<AlertJson.AlertInList> answers(
            List<ActiveAlerts.ActiveAlertKey> keys, AlertSurroundings.SurroundingsNow now) {
        List<AlertInstance> whole = active.findAll(keys);
        List<AlertRow> shown = rows.of(whole, now);
        List<AlertJson.AlertInList> answers = new ArrayList<>();
        for (int i = 0; i < whole.size(); i++) {
            answers.add(AlertJson.AlertInList.of(whole.get(i), shown.get(i)));
        }
        return answers;
    }
}
