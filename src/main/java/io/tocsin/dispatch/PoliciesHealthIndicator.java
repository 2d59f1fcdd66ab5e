package io.tocsin.dispatch;

import io.tocsin.yaml.FileProblem;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** Says in the health report when the policies file has problems; the last good version goes on working. */
@Component("policiesHealthIndicator")
class PoliciesHealthIndicator implements HealthIndicator {

    private static final Status WARNING = new Status("WARNING");

    private final PolicyCatalog catalog;

    PoliciesHealthIndicator(PolicyCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public Health health() {
        List<String> problems = catalog.snapshot().problems().stream()
                .map(FileProblem::toString)
                .toList();
        Health.Builder health = problems.isEmpty() ? Health.up() : Health.status(WARNING);
        return health.withDetail("problems", problems).build();
    }
}
