package io.tocsin.dispatch;

import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import io.tocsin.yaml.FileProblem;
import java.util.List;
import org.springframework.stereotype.Component;

/** A policies file that is not in force. Reads memory only. */
@Component
class PolicyConcerns implements ConcernSource {

    private final PolicyCatalog catalog;

    PolicyConcerns(PolicyCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public List<Concern> concerns() {
        PolicyCatalog.Snapshot snapshot = catalog.snapshot();
        List<FileProblem> problems = snapshot.problems();
        if (problems.isEmpty()) {
            return List.of();
        }
        String inForce = snapshot.isFromFile()
                ? "; the version of " + snapshot.loadedAt() + " stays in force"
                : "; nothing of it is in force, everything goes to " + catalog.defaultReceiver();
        return List.of(new Concern(
                "policies-broken", Severity.UNWATCHED, catalog.file().toString(), problems.get(0) + inForce));
    }
}
