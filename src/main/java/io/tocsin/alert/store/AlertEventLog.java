package io.tocsin.alert.store;

import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.StoredEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The events that evaluation leaves for dispatch. All methods block and join the caller's transaction. */
public interface AlertEventLog {

    void append(List<AlertEvent> events);

    /** The oldest events that nobody has dispatched yet, in id order. */
    List<StoredEvent> findUndispatched(int limit);

    /** Marks events as dispatched; to be called in the transaction that stores what came of them. */
    void markDispatched(Collection<Long> ids, Instant at);
}
