package io.tocsin.dispatch.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.database.AfterCommit;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import java.util.Collection;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Counts what dispatch decides. What is rolled back is not counted. */
@Component
public class DispatchMetrics {

    private final MeterRegistry registry;

    public DispatchMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    public void notified(ContactPointName receiver, NotificationReason reason) {
        AfterCommit.run(() -> registry.counter(
                        "tocsin.notifications",
                        "contact_point",
                        receiver.value(),
                        "reason",
                        reason.name().toLowerCase(Locale.ROOT))
                .increment());
    }

    /** Events that could not be dispatched. */
    public void setAside(int count) {
        AfterCommit.run(() -> registry.counter("tocsin.events.set.aside").increment(count));
    }

    /** Alerts that begin to be muted; one that is silenced and inhibited counts for both. */
    public void muted(Collection<GroupMember> begun) {
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
    public void held() {
        suppressed("time_interval");
    }

    private void suppressed(String by) {
        AfterCommit.run(() ->
                registry.counter("tocsin.notifications.suppressed", "by", by).increment());
    }
}
