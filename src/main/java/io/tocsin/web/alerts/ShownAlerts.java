package io.tocsin.web.alerts;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
     * @param named the gravest, each {@code NamedAlert} of another name
     */
    public record GravestAlerts(Map<AlertStanding, Integer> counts, List<NamedAlert> named) {}

    /**
     * The newest alert of a name.
     *
     * @param others how many more of that name fire
     * @param matcher what a filter says to have all of them
     */
    public record NamedAlert(AlertRow row, int others, String matcher) {}

    /** The gravest that fire, of so many names at most, and how many there are of all. */
    public GravestAlerts gravest(int limit) {
        AlertSurroundings.SurroundingsNow now = surroundings.now();
        AlertSearch.FoundAlerts found = search.gravest(limit, now, clock.instant());
        List<AlertSearch.FoundGroup> groups = found.groups();
        List<AlertRow> made =
                rows.of(groups.stream().flatMap(group -> group.shown().stream()).toList(), now);
        List<NamedAlert> named = IntStream.range(0, groups.size())
                .mapToObj(i -> new NamedAlert(
                        made.get(i),
                        groups.get(i).size() - 1,
                        LabelMatcher.equal(Labels.ALERT_NAME, groups.get(i).name())
                                .toString()))
                .toList();
        return new GravestAlerts(found.counts(), named);
    }
}
