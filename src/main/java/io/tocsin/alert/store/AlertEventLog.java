package io.tocsin.alert.store;

import io.tocsin.alert.AlertEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The events that evaluation leaves for dispatch. All methods block and join the caller's transaction. */
public interface AlertEventLog {

    void append(List<AlertEvent> events);

    /** Whether {@link #findUndispatched} finds any; so cheap that it can be asked several times a second. */
    boolean hasUndispatched();

    /** The oldest events that nobody has dispatched or set aside yet, in id order; at most so many. */
    UndispatchedEvents findUndispatched(int limit);

    /**
     * Marks events as dispatched; to be called in the transaction that stores what came of them.
     *
     * @return how many of them were waiting
     */
    int markDispatched(Collection<Long> ids, Instant at);

    /** Puts events out of the way of the others. */
    void setAside(Collection<SetAsideEvent> events, Instant at);

    /** Lets events that were set aside and happened since then be dispatched again; returns how many. */
    int takeUp(Instant since);

    EventBacklog backlog();
}
