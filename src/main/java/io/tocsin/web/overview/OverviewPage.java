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
import io.tocsin.web.RuleAddress;
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

    /** A rule that cannot be evaluated. */
    record TroubledRule(String path, String name, String file, String error) {}

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
        ShownAlerts.NewestAlerts shown = surroundings.alerts().newest(MAX_ROWS);
        model.addAttribute("standing", shown.counts());
        model.addAttribute("firing", shown.counts().get(AlertStanding.ACTIVE));
        model.addAttribute("pending", shown.counts().get(AlertStanding.PENDING));
        model.addAttribute("silenced", shown.counts().get(AlertStanding.SILENCED));
        model.addAttribute("acknowledged", shown.counts().get(AlertStanding.ACKNOWLEDGED));
        model.addAttribute("inhibited", shown.counts().get(AlertStanding.INHIBITED));
        model.addAttribute("alerts", shown.rows());
        model.addAttribute("nothingFound", Map.of("size", 0));
        model.addAttribute("trend", surroundings.trend().lastDay());
    }

    private void addRules(Model model) {
        RuleCatalogSnapshot snapshot = catalog.snapshot();
        List<TroubledRule> troubled = records.findFailing().stream()
                .filter(entry -> snapshot.rule(entry.key()).isPresent())
                .map(OverviewPage::view)
                .toList();
        model.addAttribute("troubledCount", troubled.size());
        model.addAttribute("troubled", troubled.stream().limit(MAX_ROWS).toList());
        model.addAttribute("brokenFiles", snapshot.brokenFiles().size());
        model.addAttribute("ruleCount", snapshot.ruleCount());
        model.addAttribute("rulesDirectory", rulesDirectory);
        model.addAttribute("fileCount", snapshot.files().size());
    }

    private static TroubledRule view(RuleRecords.Summary entry) {
        return new TroubledRule(
                RuleAddress.path(entry.key()),
                entry.key().alert(),
                entry.key().group().file(),
                entry.error());
    }
}
