package io.tocsin.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import java.util.Collection;
import java.util.Locale;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Counts what dispatch decides. What is rolled back is not counted. */
@Component
class DispatchMetrics {

    private final MeterRegistry registry;

    DispatchMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void notified(ContactPointName receiver, NotificationReason reason) {
        afterCommit(() -> registry.counter(
                        "tocsin.notifications",
                        "contact_point",
                        receiver.value(),
                        "reason",
                        reason.name().toLowerCase(Locale.ROOT))
                .increment());
    }

    /** Events that could not be dispatched. */
    void setAside(int count) {
        afterCommit(() -> registry.counter("tocsin.events.set.aside").increment(count));
    }

    /** Alerts that begin to be muted; one that is silenced and inhibited counts for both. */
    void muted(Collection<GroupMember> begun) {
        for (GroupMember member : begun) {
            if (member.mutedBy().isInhibited()) {
                suppressed("inhibition");
            }
            if (!member.mutedBy().silences().isEmpty()) {
                suppressed("silence");
            }
        }
    }

    /** A group that may not speak at this time of the day or week. */
    void held() {
        suppressed("time_interval");
    }

    private void suppressed(String by) {
        afterCommit(() ->
                registry.counter("tocsin.notifications.suppressed", "by", by).increment());
    }

    private static void afterCommit(Runnable count) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            count.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                count.run();
            }
        });
    }
}
