package io.tocsin.web.overview;

import io.tocsin.alert.store.ActiveAlerts;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.datasource.DataSourceHealth;
import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.web.alerts.AlertSeverity;
import io.tocsin.web.alerts.AlertStanding;
import io.tocsin.web.alerts.StandingAlerts;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One big number per alert name, or per value of another label, for a screen on the wall. */
@Controller
class WallboardPage {

    private static final int MAX_TILES = 50;
    private static final List<String> COMMON_LABELS = List.of("alertname", "service", "job", "host", "severity");

    private final RuleCatalog catalog;
    private final RuleRecords records;
    private final StandingAlerts alerts;
    private final DataSourceHealthMonitor monitor;
    private final Clock clock;

    WallboardPage(
            RuleCatalog catalog,
            RuleRecords records,
            StandingAlerts alerts,
            DataSourceHealthMonitor monitor,
            Clock clock) {
        this.catalog = catalog;
        this.records = records;
        this.alerts = alerts;
        this.monitor = monitor;
        this.clock = clock;
    }

    @GetMapping("/wallboard")
    String wallboard(@RequestParam(defaultValue = "alertname") String by, Model model) {
        FiringCounts firing = count(by);
        List<WallboardTiles.Tile> tiles = new WallboardTiles(by)
                .rules(
                        catalog.snapshot().groups().stream()
                                .map(RuleGroup::rules)
                                .flatMap(List::stream)
                                .toList(),
                        records.findFailing())
                .firing(firing.byName.values())
                .sorted();
        List<WallboardTiles.Tile> loud =
                tiles.stream().filter(tile -> !tile.state().equals("quiet")).toList();
        model.addAttribute("tiles", loud.stream().limit(MAX_TILES).toList());
        model.addAttribute("hidden", Math.max(0, loud.size() - MAX_TILES));
        model.addAttribute("quiet", tiles.size() - loud.size());
        model.addAttribute("muted", firing.muted);
        model.addAttribute("by", by);
        model.addAttribute("labelChoices", COMMON_LABELS);
        model.addAttribute("now", clock.instant());
        model.addAttribute(
                "failingSources",
                monitor.all().stream()
                        .filter(DataSourceHealth::isFailing)
                        .map(health -> health.name().value())
                        .toList());
        return "wallboard";
    }

    /** What the wall counts while all alerts pass by once. */
    private static final class FiringCounts {
        private final Map<String, WallboardTiles.FiringValue> byName = new TreeMap<>();
        private int muted;

        void add(ActiveAlerts.ActiveEntry alert, AlertStanding standing, String by) {
            if (standing == AlertStanding.ACTIVE) {
                String name = alert.labels().get(by);
                WallboardTiles.FiringValue one =
                        new WallboardTiles.FiringValue(name, 1, alert.value(), AlertSeverity.of(alert.labels()));
                byName.merge(name, one, WallboardTiles.FiringValue::with);
            } else if (standing != AlertStanding.PENDING) {
                muted++;
            }
        }
    }

    private FiringCounts count(String by) {
        FiringCounts counts = new FiringCounts();
        alerts.forEach((alert, standing) -> counts.add(alert, standing, by));
        return counts;
    }
}
