package io.tocsin.api.alertmanager;

import io.tocsin.alert.ResolveReason;
import io.tocsin.api.alertmanager.AlertStates.ReceiverName;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.notification.catalog.PolicyCatalog;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What runs here, as Alertmanager's clients ask for it. */
@RestController
class AlertmanagerStatusApi {

    /** The Alertmanager whose API this is. */
    private static final String LIKE = "0.33.0";

    private final PolicyCatalog policies;
    private final ContactPoints contactPoints;

    AlertmanagerStatusApi(PolicyCatalog policies, ContactPoints contactPoints) {
        this.policies = policies;
        this.contactPoints = contactPoints;
    }

    record ClusterStatus(String status, List<String> peers) {}

    record VersionInfo(
            String branch, String buildDate, String buildUser, String goVersion, String revision, String version) {}

    record ConfigText(String original) {}

    record StatusAnswer(ClusterStatus cluster, ConfigText config, String uptime, VersionInfo versionInfo) {}

    /** Replicas share a database and form no cluster of Alertmanager's kind. */
    @GetMapping("/api/v2/status")
    StatusAnswer status() {
        String own = ResolveReason.class.getPackage().getImplementationVersion();
        return new StatusAnswer(
                new ClusterStatus("disabled", List.of()),
                new ConfigText(PolicyText.of(policies.current(), receivers())),
                AlertmanagerTimes.print(Instant.ofEpochMilli(
                        ManagementFactory.getRuntimeMXBean().getStartTime())),
                new VersionInfo("", "", "", "", "tocsin " + (own == null ? "development" : own), LIKE));
    }

    @GetMapping("/api/v2/receivers")
    List<ReceiverName> names() {
        return receivers().stream().map(ReceiverName::new).toList();
    }

    private Set<String> receivers() {
        Set<String> names = new TreeSet<>();
        contactPoints
                .all()
                .forEach(contactPoint -> names.add(contactPoint.name().value()));
        return names;
    }

    /** Programs that watch an Alertmanager ask here whether it lives, without a login. */
    @GetMapping("/-/healthy")
    String healthy() {
        return "OK";
    }
}
