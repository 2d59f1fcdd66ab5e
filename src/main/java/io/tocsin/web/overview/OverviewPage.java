package io.tocsin.web.overview;

import io.tocsin.alert.store.RuleRecords;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.datasource.DataSources;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.store.ContactPointHealth;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.rule.file.RuleCatalogSnapshot;
import io.tocsin.task.SafeMono;
import io.tocsin.web.alerts.AlertLinks;
import io.tocsin.web.alerts.AlertStanding;
import io.tocsin.web.alerts.ShownAlerts;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What needs a look now: alerts, rules, data sources and messages. */
@Controller
class OverviewPage {

    private static final int MAX_ROWS = 10;
    private static final int MAX_TROUBLES = 5;

    private final RuleCatalog catalog;
    private final RuleRecords records;
    private final OverviewSurroundings surroundings;
    private final String rulesDirectory;

    OverviewPage(
            RuleCatalog catalog,
            RuleRecords records,
            OverviewSurroundings surroundings,
            @Value("${tocsin.rules-dir}") String rulesDirectory) {
        this.rulesDirectory = rulesDirectory;
        this.catalog = catalog;
        this.records = records;
        this.surroundings = surroundings;
    }

    /** What rules depend on, and what depends on them. */
    @org.springframework.stereotype.Component
    record OverviewSurroundings(
            DataSources sources,
            DataSourceHealthMonitor monitor,
            DeliveryHistory deliveries,
            ContactPointHealthStore contactPoints,
            FiringTrend trend,
            ShownAlerts alerts,
            ContactPoints known,
            FirstSteps firstSteps) {}

    /** The database is asked on threads that may wait. */
    @GetMapping("/")
    Mono<String> overview(ServerWebExchange exchange, Model model) {
        return surroundings
                .firstSteps()
                .streams()
                .flatMap(streams -> SafeMono.fromCallable(() -> {
                            model.addAttribute(
                                    "checklist", surroundings.firstSteps().checklist(streams, exchange));
                            return overview(model);
                        })
                        .subscribeOn(Schedulers.boundedElastic()));
    }

    private String overview(Model model) {
        addAlerts(model);
        addRules(model);
        model.addAttribute("sources", SourceView.all(surroundings.sources(), surroundings.monitor()));
        Map<DeliveryState, Long> counts = surroundings.deliveries().countByState();
        model.addAttribute("deliveries", counts);
        model.addAttribute(
                "waiting",
                counts.entrySet().stream()
                        .filter(entry -> entry.getKey().isOpen())
                        .mapToLong(Map.Entry::getValue)
                        .sum());
        List<ContactPointHealth> troubled = surroundings.contactPoints().findAll().stream()
                .filter(health -> health.isParked() || health.failingSince() != null)
                .filter(health ->
                        surroundings.known().find(health.contactPoint()).isPresent())
                .toList();
        model.addAttribute("contactPoints", troubled);
        model.addAttribute(
                "parked", troubled.stream().filter(ContactPointHealth::isParked).count());
        return "overview";
    }

    private void addAlerts(Model model) {
        ShownAlerts.GravestAlerts shown = surroundings.alerts().gravest(MAX_ROWS);
        model.addAttribute("standing", shown.counts());
        model.addAttribute("firing", shown.counts().get(AlertStanding.ACTIVE));
        model.addAttribute("pending", shown.counts().get(AlertStanding.PENDING));
        model.addAttribute("silenced", shown.counts().get(AlertStanding.SILENCED));
        model.addAttribute("acknowledged", shown.counts().get(AlertStanding.ACKNOWLEDGED));
        model.addAttribute("inhibited", shown.counts().get(AlertStanding.INHIBITED));
        model.addAttribute("alerts", shown.named());
        model.addAttribute("nothingFound", Map.of("size", 0));
        model.addAttribute("links", AlertLinks.PLAIN);
        model.addAttribute("trend", surroundings.trend().lastDay());
    }

    private void addRules(Model model) {
        RuleCatalogSnapshot snapshot = catalog.snapshot();
        List<RuleRecords.Summary> failing = records.findFailing().stream()
                .filter(entry -> snapshot.rule(entry.key()).isPresent())
                .toList();
        List<TroubleView> troubles = TroubleView.of(failing);
        model.addAttribute("troubledCount", failing.size());
        model.addAttribute("troubles", troubles.stream().limit(MAX_TROUBLES).toList());
        model.addAttribute("otherTroubles", Math.max(0, troubles.size() - MAX_TROUBLES));
        model.addAttribute("brokenFiles", snapshot.brokenFiles().size());
        model.addAttribute("ruleCount", snapshot.ruleCount());
        model.addAttribute("rulesDirectory", rulesDirectory);
        model.addAttribute("fileCount", snapshot.files().size());
    }
}
