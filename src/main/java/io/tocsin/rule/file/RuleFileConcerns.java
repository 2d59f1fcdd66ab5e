package io.tocsin.rule.file;

import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.util.ArrayList;
import java.util.List;

/** Rule files that are not in force, or not in their newest version. Reads memory only. */
final class RuleFileConcerns implements ConcernSource {

    private final RuleCatalog catalog;
    private final boolean isDirectoryConfigured;
    /** Whether there was no rule since the start because of what is wrong: then an upgrade must not go on. */
    private boolean isUnusableSinceStart = true;

    /** @param isDirectoryConfigured whether somebody named the directory; a missing one is a mistake then */
    RuleFileConcerns(RuleCatalog catalog, boolean isDirectoryConfigured) {
        this.catalog = catalog;
        this.isDirectoryConfigured = isDirectoryConfigured;
    }

    @Override
    public synchronized List<Concern> concerns() {
        RuleCatalogSnapshot snapshot = catalog.snapshot();
        List<Concern> concerns = new ArrayList<>();
        boolean isNewcomer = !isDirectoryConfigured
                && snapshot.files().isEmpty()
                && snapshot.directoryProblem()
                        .filter(problem -> problem.contains(RuleDirectory.MISSING))
                        .isPresent();
        boolean isWrong =
                !snapshot.brokenFiles().isEmpty() || snapshot.directoryProblem().isPresent() && !isNewcomer;
        isUnusableSinceStart &= isWrong && snapshot.ruleCount() == 0;
        Severity severity = isUnusableSinceStart ? Severity.UNREADY : Severity.UNWATCHED;
        snapshot.directoryProblem()
                .ifPresent(problem -> concerns.add(new Concern(
                        "rules-directory", isNewcomer ? Severity.NOTICE : severity, "", inForce(problem, snapshot))));
        snapshot.brokenFiles().forEach(file -> concerns.add(broken(file, severity)));
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

    private static Concern broken(RuleFileState file, Severity severity) {
        int others = file.problems().size() - 1;
        String more = others == 0 ? "" : others == 1 ? " (and 1 more problem)" : " (and " + others + " more problems)";
        String inForce = file.isStale()
                ? "; the version of " + file.inForceSince() + " stays in force"
                : "; nothing of this file is in force";
        return new Concern(
                "rule-file-broken", severity, file.file(), file.problems().get(0) + more + inForce, file.readAt());
    }
}
