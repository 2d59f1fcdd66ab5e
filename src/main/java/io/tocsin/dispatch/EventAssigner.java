package io.tocsin.dispatch;

import io.tocsin.alert.StoredEvent;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.UndispatchedEvents;
import io.tocsin.database.DatabaseFailures;
import io.tocsin.dispatch.store.NotificationGroups;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.task.Setbacks;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes events from the log and puts their alerts into notification groups, each batch in one transaction. A batch that
 * fails is tried event by event, and an event that goes on failing is set aside.
 */
@Component
class EventAssigner {

    private static final Logger log = LoggerFactory.getLogger(EventAssigner.class);
    private static final int BATCH = 500;
    private static final int MAX_FAILURES = 3;

    private final AlertEventLog events;
    private final NotificationGroups groups;
    private final GroupAssignment assignment;
    private final PolicyCatalog policies;
    private final SetAsideEvents setAside;
    private final TransactionTemplate transactions;
    private final Setbacks setbacks = new Setbacks("event", log);

    EventAssigner(
            AlertEventLog events,
            NotificationGroups groups,
            GroupAssignment assignment,
            PolicyCatalog policies,
            SetAsideEvents setAside,
            TransactionTemplate transactions) {
        this.events = events;
        this.groups = groups;
        this.assignment = assignment;
        this.policies = policies;
        this.setAside = setAside;
        this.transactions = transactions;
    }

    /** Works on one batch. Returns how many events it is done with; 0 also when another process assigns just now. */
    int assign(Instant at) {
        try {
            // Without a transaction and a lock: most of the time nothing waits, and this is asked all the time.
            return !events.hasUndispatched() ? 0 : whileLocked(() -> assignBatch(at));
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            if (DatabaseFailures.isPassing(e)) {
                throw e;
            }
            log.warn("Events could not be assigned together, they are assigned one by one. cause={}", e.toString());
            return assignOneByOne(at);
        }
    }

    private int whileLocked(IntSupplier work) {
        Integer done = transactions.execute(status -> groups.tryLockAssignment() ? work.getAsInt() : 0);
        return done == null ? 0 : done;
    }

    private int assignBatch(Instant at) {
        UndispatchedEvents batch = events.findUndispatched(BATCH);
        setAside.add(batch.unreadable(), at);
        assign(batch.readable(), at);
        return batch.size();
    }

    private void assign(List<StoredEvent> batch, Instant at) {
        int marked = events.markDispatched(ids(batch), at);
        if (marked == 0) {
            return;
        }
        if (marked < batch.size()) {
            throw new IllegalStateException("somebody else has dispatched some of these events");
        }
        assignment.assign(
                batch.stream().map(StoredEvent::event).toList(),
                policies.current().tree(),
                at);
    }

    private static List<Long> ids(List<StoredEvent> batch) {
        return batch.stream().map(StoredEvent::id).toList();
    }

    private static String episode(StoredEvent event) {
        return event.event().alert().id().toString();
    }

    /** The later events of an alert wait for the one that fails: an end must not overtake its beginning. */
    private int assignOneByOne(Instant at) {
        List<StoredEvent> batch = events.findUndispatched(BATCH).readable();
        Set<String> blocked = new HashSet<>();
        int done = 0;
        Throwable last = null;
        for (StoredEvent event : batch) {
            if (blocked.contains(episode(event))) {
                continue;
            }
            Throwable failure = assignOne(event, at);
            if (failure == null) {
                done++;
            } else {
                last = failure;
                blocked.add(episode(event));
            }
        }
        if (last != null && done == 0 && batch.size() > 1) {
            // Then it is not the fault of one event.
            throw new IllegalStateException("none of " + batch.size() + " events could be assigned", last);
        }
        return done;
    }

    /** Returns what was thrown if the event could not be assigned; null when all is well. */
    private @Nullable Throwable assignOne(StoredEvent event, Instant at) {
        String name = Long.toString(event.id());
        try {
            whileLocked(() -> {
                assign(List.of(event), at);
                return 1;
            });
            setbacks.succeeded(name);
            return null;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            if (DatabaseFailures.isPassing(e)) {
                throw e;
            }
            if (setbacks.failed(name, e, at) < MAX_FAILURES) {
                return e;
            }
            transactions.executeWithoutResult(status -> setAside.add(event, e, at));
            setbacks.forget(name);
            return null;
        }
    }
}
