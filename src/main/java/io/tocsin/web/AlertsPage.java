package io.tocsin.web;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.datasource.DataSourceHealth;
import io.tocsin.datasource.DataSourceHealthMonitor;
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

    AlertsPage(AlertInstances instances, DataSourceHealthMonitor dataSources) {
        this.instances = instances;
        this.dataSources = dataSources;
    }

    @GetMapping("/alerts")
    String alerts(Model model) {
        List<AlertView> alerts = instances.findActive().stream()
                .sorted(Comparator.comparing((AlertInstance instance) -> instance.state() == InstanceState.PENDING)
                        .thenComparing(AlertInstance::activeAt, Comparator.reverseOrder()))
                .map(AlertView::of)
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
}
