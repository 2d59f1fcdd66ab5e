package io.tocsin.alert.store;

import io.tocsin.alert.StoredEvent;
import java.util.List;

/**
 * The oldest events that wait for dispatch.
 *
 * @param readable in id order
 * @param unreadable those that this version cannot read, and those that follow an event of their episode that is set
 *     aside; to be set aside, or they will be found again and again
 */
public record UndispatchedEvents(List<StoredEvent> readable, List<SetAsideEvent> unreadable) {

    public UndispatchedEvents {
        readable = List.copyOf(readable);
        unreadable = List.copyOf(unreadable);
    }

    public int size() {
        return readable.size() + unreadable.size();
    }
}
