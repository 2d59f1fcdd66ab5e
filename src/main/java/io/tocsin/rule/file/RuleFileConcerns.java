package io.tocsin.rule.file;

import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.util.ArrayList;
import java.util.List;

/** Rule files that are not in force, or not in their newest version. Reads memory only. */
final class RuleFileConcerns implements ConcernSource {

    private final RuleCatalog catalog;

    RuleFileConcerns(RuleCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public List<Concern> concerns() {
        RuleCatalogSnapshot snapshot = catalog.snapshot();
        List<Concern> concerns = new ArrayList<>();
        snapshot.directoryProblem()
                .ifPresent(problem -> concerns.add(
                        new Concern("rules-directory", Severity.UNWATCHED, "", inForce(problem, snapshot))));
        snapshot.brokenFiles().forEach(file -> concerns.add(broken(file)));
        if (concerns.isEmpty() && snapshot.ruleCount() == 0) {
            concerns.add(new Concern(
                    "no-rules",
                    Severity.NOTICE,
                    "",
                    "there is no rule; put rule files into the rules directory (TOCSIN_RULES_DIR)"));
        }
        return concerns;
    }

    private static String inForce(String problem, RuleCatalogSnapshot snapshot) {
        return snapshot.ruleCount() == 0 ? problem : problem + "; the " + snapshot.ruleCount() + " rules in force stay";
    }

    private static Concern broken(RuleFileState file) {
        int others = file.problems().size() - 1;
        String more = others == 0 ? "" : others == 1 ? " (and 1 more problem)" : " (and " + others + " more problems)";
        String inForce = file.isStale()
                ? "; the version of " + file.inForceSince() + " stays in force"
                : "; nothing of this file is in force";
        return new Concern(
                "rule-file-broken",
                Severity.UNWATCHED,
                file.file(),
                file.problems().get(0) + more + inForce,
                file.readAt());
    }
}
