package io.tocsin.logstore;

import io.tocsin.logstore.push.RejectReason;

/** Observes a store of which nobody wants to know anything. */
public final class SilentObserver implements LogStoreObserver {

    @Override
    public void stored(int lines, long bytes) {}

    @Override
    public void dropped(DropReason reason, long lines, long bytes) {}

    @Override
    public void rejected(RejectReason reason, int lines) {}
}
