package io.tocsin.rule.file;

import io.tocsin.rule.lint.RuleLinter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules in force. Readers take one snapshot and use it throughout; a reload swaps it as a whole. */
public final class RuleCatalog {

    private static final Logger log = LoggerFactory.getLogger(RuleCatalog.class);

    private final List<RuleCatalogListener> listeners = new CopyOnWriteArrayList<>();
    private volatile RuleCatalogSnapshot snapshot =
            new RuleCatalogSnapshot(List.of(), Instant.EPOCH, "", null, new RuleLinter());

    public RuleCatalogSnapshot snapshot() {
        return snapshot;
    }

    /** The listener hears of later changes only; read {@link #snapshot} after adding it. */
    public void addListener(RuleCatalogListener listener) {
        listeners.add(listener);
    }

    synchronized void swap(RuleCatalogSnapshot now) {
        RuleCatalogSnapshot before = snapshot;
        snapshot = now;
        for (RuleCatalogListener listener : listeners) {
            try {
                listener.rulesChanged(before, now);
            } catch (RuntimeException e) {
                log.error(
                        "a listener failed on changed rules listener={}",
                        listener.getClass().getName(),
                        e);
            }
        }
    }
}
