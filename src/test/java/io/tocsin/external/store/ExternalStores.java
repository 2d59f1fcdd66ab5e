package io.tocsin.external.store;

import io.tocsin.TestDatabase;
import io.tocsin.label.Fingerprint;
import java.util.Collection;
import java.util.Map;

/** The store of external alerts over a test database, for tests of other packages. */
public final class ExternalStores {

    private ExternalStores() {}

    public static ExternalEpisodes episodes(TestDatabase database) {
        return new ExternalEpisodes(database.client());
    }

    /** One whose reader is overtaken: this happens between what it reads and what it writes. */
    public static ExternalEpisodes overtaken(TestDatabase database, Runnable meanwhile) {
        return new ExternalEpisodes(database.client()) {
            @Override
            public Map<Fingerprint, KnownEpisode> find(Collection<Fingerprint> fingerprints) {
                Map<Fingerprint, KnownEpisode> found = super.find(fingerprints);
                meanwhile.run();
                return found;
            }
        };
    }
}
