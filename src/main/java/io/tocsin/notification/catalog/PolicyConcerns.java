package io.tocsin.notification.catalog;

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
    /** Whether the file was never good since the start: then an upgrade must not go on. */
    private boolean isUnusableSinceStart = true;

    PolicyConcerns(PolicyCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public synchronized List<Concern> concerns() {
        PolicyCatalog.Snapshot snapshot = catalog.snapshot();
        List<FileProblem> problems = snapshot.problems();
        isUnusableSinceStart &= !problems.isEmpty() && !snapshot.isFromFile();
        if (problems.isEmpty()) {
            return List.of();
        }
        String inForce = snapshot.isFromFile()
                ? "; the version of " + snapshot.loadedAt() + " stays in force"
                : "; nothing of it is in force, everything goes to " + catalog.defaultReceiver();
        return List.of(new Concern(
                "policies-broken",
                isUnusableSinceStart ? Severity.UNREADY : Severity.UNWATCHED,
                catalog.file().toString(),
                problems.get(0) + inForce));
    }
}
