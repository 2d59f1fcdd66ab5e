package io.tocsin.web.alerts;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A few alerts for another page, in the rows of the alerts page. Blocks. */
@Component
public class ShownAlerts {

    private final AlertSearch search;
    private final AlertRows rows;
    private final AlertSurroundings surroundings;
    private final Clock clock;

    ShownAlerts(AlertSearch search, AlertRows rows, AlertSurroundings surroundings, Clock clock) {
        this.search = search;
        this.rows = rows;
        this.surroundings = surroundings;
        this.clock = clock;
    }

    /**
     * What fires and is not muted.
     *
     * @param rows the newest of them, as {@link AlertRow}s
     */
    public record NewestAlerts(Map<AlertStanding, Integer> counts, List<?> rows) {}

    /** The newest that fire, and how many there are of all. */
    public NewestAlerts newest(int limit) {
        AlertSurroundings.SurroundingsNow now = surroundings.now();
        AlertSearch.FoundAlerts found = search.find(
                new AlertSearch.SearchQuestion(
                        AlertFilter.ALL,
                        AlertStanding.ACTIVE,
                        "",
                        AlertSearch.AlertOrder.NEWEST,
                        1,
                        clock.instant(),
                        false),
                now);
        List<AlertRow> shown = found.groups().stream()
                .flatMap(group -> rows.of(group.shown().stream().limit(limit).toList(), now).stream())
                .toList();
        return new NewestAlerts(found.counts(), shown);
    }
}
