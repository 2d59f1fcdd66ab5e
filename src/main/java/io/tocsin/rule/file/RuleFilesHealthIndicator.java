package io.tocsin.rule.file;

import io.tocsin.rule.RuleProblem;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Shows broken rule files. The process works on with the last good versions, so the status is a warning that does not
 * take it out of service. Reads memory only.
 */
final class RuleFilesHealthIndicator implements HealthIndicator {

    private static final Status WARNING = new Status("WARNING");
    private static final int MAX_PROBLEMS = 20;

    private final RuleCatalog catalog;

    RuleFilesHealthIndicator(RuleCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public Health health() {
        RuleCatalogSnapshot snapshot = catalog.snapshot();
        List<String> problems = snapshot.problems().stream()
                .limit(MAX_PROBLEMS)
                .map(RuleProblem::toString)
                .toList();
        boolean isGood = problems.isEmpty() && snapshot.directoryProblem().isEmpty();
        Health.Builder health = (isGood ? Health.up() : Health.status(WARNING))
                .withDetail("files", snapshot.files().size())
                .withDetail("groups", snapshot.groups().size())
                .withDetail("rules", snapshot.ruleCount());
        snapshot.directoryProblem().ifPresent(problem -> health.withDetail("directory", problem));
        if (!problems.isEmpty()) {
            health.withDetail(
                    "brokenFiles",
                    snapshot.brokenFiles().stream().map(RuleFileState::file).toList());
            health.withDetail("problems", problems);
        }
        return health.build();
    }
}
