package io.tocsin.web;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.datasource.DataSourceHealth;
import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.dispatch.Silencing;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatcherParser;
import io.tocsin.label.MatcherSyntaxException;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceId;
import io.tocsin.silence.SilenceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What fires, recovers or pends now, and whether the data sources answer. */
@Controller
class AlertsPage {

    private final AlertInstances instances;
    private final DataSourceHealthMonitor dataSources;
    private final Silencing silencing;

    AlertsPage(AlertInstances instances, DataSourceHealthMonitor dataSources, Silencing silencing) {
        this.instances = instances;
        this.dataSources = dataSources;
        this.silencing = silencing;
    }

    @GetMapping("/alerts")
    String alerts(FormValues query, Model model) {
        List<LabelMatcher> matchers = new ArrayList<>();
        model.addAttribute("filterProblem", read(query.texts("matcher"), matchers));
        model.addAttribute("filter", query.texts("matcher"));
        model.addAttribute("acknowledged", query.text("done").equals("acknowledged"));
        List<AlertInstance> shown = instances.findActive().stream()
                .filter(instance -> matchers.stream().allMatch(matcher -> matcher.matches(instance.labels())))
                .toList();
        List<Silence> active = silencing.findUnexpired().stream()
                .filter(view -> view.state() == SilenceState.ACTIVE)
                .map(Silencing.SilenceView::silence)
                .toList();
        List<AlertView> alerts = shown.stream()
                .sorted(Comparator.comparing((AlertInstance instance) -> instance.state() == InstanceState.PENDING)
                        .thenComparing(AlertInstance::activeAt, Comparator.reverseOrder()))
                .map(instance -> AlertView.of(instance, silencing(active, instance)))
                .toList();
        model.addAttribute("alerts", alerts);
        model.addAttribute(
                "firing",
                alerts.stream()
                        .filter(alert -> alert.state() != InstanceState.PENDING)
                        .count());
        model.addAttribute(
                "pending",
                alerts.stream()
                        .filter(alert -> alert.state() == InstanceState.PENDING)
                        .count());
        model.addAttribute(
                "failingSources",
                dataSources.all().stream().filter(DataSourceHealth::isFailing).toList());
        return "alerts";
    }

    /** Adds the matchers of a link; the answer is what is wrong with them, or empty. */
    private static String read(List<String> texts, List<LabelMatcher> matchers) {
        try {
            texts.forEach(text -> matchers.addAll(MatcherParser.parseAll(text)));
            return "";
        } catch (MatcherSyntaxException e) {
            matchers.clear();
            return String.valueOf(e.getMessage());
        }
    }

    private static List<SilenceId> silencing(List<Silence> active, AlertInstance instance) {
        String id = AlertView.idOf(instance);
        return active.stream()
                .filter(silence -> !id.isEmpty() && silence.covers(id, instance.labels()))
                .map(Silence::id)
                .toList();
    }
}
