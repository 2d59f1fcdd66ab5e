package io.tocsin.dispatch;

import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.EventBacklog;
import io.tocsin.alert.store.SetAsideEvent;
import io.tocsin.alert.store.UndispatchedEvents;
import io.tocsin.dispatch.store.DispatchSignal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/** The event log as everybody sees it: what is appended wakes dispatch after its transaction has committed. */
@Component
@Primary
class WakingEventLog implements AlertEventLog {

    private final AlertEventLog stored;
    private final DispatchSignal signal;

    WakingEventLog(@Qualifier("jdbcAlertEventLog") AlertEventLog stored, DispatchSignal signal) {
        this.stored = stored;
        this.signal = signal;
    }

    @Override
    public void append(List<AlertEvent> events) {
        stored.append(events);
        if (!events.isEmpty()) {
            signal.wakeAfterCommit();
        }
    }

    @Override
    public UndispatchedEvents findUndispatched(int limit) {
        return stored.findUndispatched(limit);
    }

    @Override
    public int markDispatched(Collection<Long> ids, Instant at) {
        return stored.markDispatched(ids, at);
    }

    @Override
    public void setAside(Collection<SetAsideEvent> events, Instant at) {
        stored.setAside(events, at);
    }

    @Override
    public int takeUp(Instant since) {
        int count = stored.takeUp(since);
        if (count > 0) {
            signal.wakeAfterCommit();
        }
        return count;
    }

    @Override
    public EventBacklog backlog() {
        return stored.backlog();
    }
}
