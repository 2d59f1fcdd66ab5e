package io.tocsin.dispatch;

import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.StoredEvent;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.dispatch.store.AlertKey;
import io.tocsin.dispatch.store.NotificationGroups;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes events from the log and puts their alerts into notification groups, each batch in one transaction. */
@Component
class EventAssigner {

    private static final int BATCH = 500;

    private final AlertEventLog events;
    private final NotificationGroups groups;
    private final MembershipWriter memberships;
    private final PolicySource policies;
    private final TransactionTemplate transactions;

    EventAssigner(
            AlertEventLog events,
            NotificationGroups groups,
            MembershipWriter memberships,
            PolicySource policies,
            TransactionTemplate transactions) {
        this.events = events;
        this.groups = groups;
        this.memberships = memberships;
        this.policies = policies;
        this.transactions = transactions;
    }

    /** Assigns one batch. Returns how many events it held; 0 also when another process assigns just now. */
    int assign(Instant at) {
        Integer assigned = transactions.execute(status -> groups.tryLockAssignment() ? assignLocked(at) : 0);
        return assigned == null ? 0 : assigned;
    }

    private int assignLocked(Instant at) {
        List<StoredEvent> batch = events.findUndispatched(BATCH);
        if (batch.isEmpty()) {
            return 0;
        }
        Set<String> keys = batch.stream()
                .map(event -> AlertKey.of(event.event().alert().id()))
                .collect(Collectors.toSet());
        AssignmentBatch assignment = new AssignmentBatch(policies.current().tree(), memberships.findExisting(keys), at);
        for (StoredEvent stored : batch) {
            add(assignment, stored.event());
        }
        memberships.write(assignment, at);
        events.markDispatched(batch.stream().map(StoredEvent::id).toList(), at);
        return batch.size();
    }

    private static void add(AssignmentBatch assignment, AlertEvent event) {
        if (event instanceof AlertEvent.Fired fired) {
            assignment.add(fired);
        } else if (event instanceof AlertEvent.Resolved resolved) {
            assignment.add(resolved);
        } else {
            throw new IllegalStateException("unknown event " + event.getClass());
        }
    }
}
