package io.tocsin.datasource.config;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.config.DataSourceDefinitions.State;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.text.NameSuggestion;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** What of the file of data sources is not in force, and which rules ask a data source that is not there. */
@Component
class DataSourceConcerns implements ConcernSource {

    private final DataSourceCatalog catalog;
    private final RuleCatalog rules;

    DataSourceConcerns(DataSourceCatalog catalog, RuleCatalog rules) {
        this.catalog = catalog;
        this.rules = rules;
    }

    @Override
    public List<Concern> concerns() {
        DataSourceDefinitions now = catalog.current();
        Map<String, Integer> asked = asked();
        List<Concern> found = new ArrayList<>();
        addFile(now, found);
        now.notInForce().forEach((name, why) -> found.add(entry(now, name, why, asked)));
        asked.forEach((name, count) -> {
            boolean isKnown = now.find(new DataSourceName(name)).isPresent()
                    || now.disabledBecause(new DataSourceName(name)).isPresent();
            if (!isKnown) {
                found.add(unknown(now, name, count));
            }
        });
        if (now.names().size() > 1
                && now.defaultSource() == null
                && !asked.containsKey(DataSourceName.DEFAULT.value())) {
            found.add(new Concern("datasource-no-default", Severity.NOTICE, catalog.file(), noDefault(now)));
        }
        return found;
    }

    /** How many rules ask each data source, by the name that they write. */
    private Map<String, Integer> asked() {
        Map<String, Integer> counts = new TreeMap<>();
        rules.snapshot()
                .groups()
                .forEach(group -> counts.merge(group.dataSource(), group.rules().size(), Integer::sum));
        return counts;
    }

    private void addFile(DataSourceDefinitions now, List<Concern> found) {
        if (now.problems().isEmpty() || !now.notInForce().isEmpty() && now.state() == State.USABLE) {
            return;
        }
        int others = now.problems().size() - 1;
        String first = now.problems().get(0) + (others == 0 ? "" : " (and " + others + " more)");
        boolean isUsable = now.state() == State.USABLE;
        found.add(new Concern(
                isUsable ? "datasources-broken" : "datasources-refused",
                now.state() == State.UNUSABLE_SINCE_START ? Severity.UNREADY : Severity.UNWATCHED,
                catalog.file(),
                isUsable
                        ? first
                        : "no data source of it is in force: " + first + "; correct the file, it is read again"
                                + " at once"));
    }

    private static Concern entry(DataSourceDefinitions now, String name, String why, Map<String, Integer> asked) {
        boolean isStale = now.disabledBecause(new DataSourceName(name)).isEmpty();
        if (isStale) {
            return new Concern(
                    "datasource-stale", Severity.UNWATCHED, name, "its last good version stays in force: " + why);
        }
        int count = asked.entrySet().stream()
                .filter(entry ->
                        now.resolve(new DataSourceName(entry.getKey())).value().equals(name))
                .mapToInt(Map.Entry::getValue)
                .sum();
        return new Concern(
                "datasource-disabled",
                count == 0 ? Severity.NOTICE : Severity.UNWATCHED,
                name,
                why + (count == 0 ? "" : "; " + count + (count == 1 ? " rule asks" : " rules ask") + " it in vain"));
    }

    private Concern unknown(DataSourceDefinitions now, String name, int count) {
        String who = count + (count == 1 ? " rule asks" : " rules ask");
        if (name.equals(DataSourceName.DEFAULT.value())) {
            return new Concern(
                    "datasource-no-default",
                    Severity.UNWATCHED,
                    catalog.file(),
                    who + " none by name; " + noDefault(now));
        }
        return new Concern(
                "datasource-unknown",
                Severity.UNWATCHED,
                name,
                who + " it, and there is none of this name; there are " + String.join(", ", now.names())
                        + NameSuggestion.didYouMean(name, now.names()));
    }

    private static String noDefault(DataSourceDefinitions now) {
        return "none of the data sources " + String.join(", ", now.names())
                + " is the default one; give one of them default: true, or write datasource: NAME into the rule groups";
    }
}
