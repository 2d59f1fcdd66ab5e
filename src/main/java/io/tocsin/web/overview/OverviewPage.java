package io.tocsin.web.overview;

import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.datasource.DataSources;
import io.tocsin.task.SafeMono;
import io.tocsin.web.alerts.AlertLinks;
import io.tocsin.web.alerts.AlertStanding;
import io.tocsin.web.alerts.ShownAlerts;
import java.util.Map;
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

    private final FirstSteps firstSteps;
    private final ShownAlerts alerts;
    private final FiringTrend trend;
    private final RuleSection rules;
    private final DataSources sources;
    private final DataSourceHealthMonitor monitor;
    private final MessageSection messages;

    OverviewPage(
            FirstSteps firstSteps,
            ShownAlerts alerts,
            FiringTrend trend,
            RuleSection rules,
            DataSources sources,
            DataSourceHealthMonitor monitor,
            MessageSection messages) {
        this.firstSteps = firstSteps;
        this.alerts = alerts;
        this.trend = trend;
        this.rules = rules;
        this.sources = sources;
        this.monitor = monitor;
        this.messages = messages;
    }

    /** The database is asked on threads that may wait. */
    @GetMapping("/")
    Mono<String> overview(ServerWebExchange exchange, Model model) {
        return firstSteps
                .streams()
                .flatMap(streams -> SafeMono.fromCallable(() -> {
                            model.addAttribute("checklist", firstSteps.checklist(streams, exchange));
                            fillAlerts(model);
                            rules.fill(model);
                            model.addAttribute("sources", SourceView.all(sources, monitor));
                            messages.fill(model);
                            return "overview";
                        })
                        .subscribeOn(Schedulers.boundedElastic()));
    }

    private void fillAlerts(Model model) {
        ShownAlerts.GravestAlerts shown = alerts.gravest(MAX_ROWS);
        model.addAttribute("standing", shown.counts());
        model.addAttribute("firing", shown.counts().get(AlertStanding.ACTIVE));
        model.addAttribute("pending", shown.counts().get(AlertStanding.PENDING));
        model.addAttribute("silenced", shown.counts().get(AlertStanding.SILENCED));
        model.addAttribute("acknowledged", shown.counts().get(AlertStanding.ACKNOWLEDGED));
        model.addAttribute("inhibited", shown.counts().get(AlertStanding.INHIBITED));
        model.addAttribute("alerts", shown.named());
        model.addAttribute("nothingFound", Map.of("size", 0));
        model.addAttribute("links", AlertLinks.PLAIN);
        model.addAttribute("trend", trend.lastDay());
    }
}
