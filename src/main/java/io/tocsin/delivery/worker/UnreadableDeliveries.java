package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.Language;
import io.tocsin.contactpoint.render.BuiltInTexts;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.RetrySchedule;
import io.tocsin.delivery.store.OutboxRows;
import io.tocsin.delivery.store.SetAsideDeliveries;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets aside what this version cannot read, so that everything else goes on, and tells people through the fallback of the
 * contact point, the Inbox when it has none. What a version can read again is sent, unless it is too old by then. Blocks.
 */
final class UnreadableDeliveries {

    private static final Logger log = LoggerFactory.getLogger(UnreadableDeliveries.class);
    private static final int BATCH = 200;
    private static final int MAX_LISTED = 20;

    private final SetAsideDeliveries rows;
    private final ContactPoints contactPoints;
    private final DeliveryMetrics metrics;
    private DeliveryId lookedAt = new DeliveryId(0);

    UnreadableDeliveries(SetAsideDeliveries rows, ContactPoints contactPoints, DeliveryMetrics metrics) {
        this.rows = rows;
        this.contactPoints = contactPoints;
        this.metrics = metrics;
    }

    /** What can be worked with; the rest is set aside. */
    List<Delivery> setAside(OutboxRows found, Instant at) {
        if (!found.unreadable().isEmpty()) {
            ContactPointName name = found.unreadable().get(0).contactPoint();
            List<Delivery> done = rows.add(found.unreadable(), some -> notice(name, some, at), at);
            done.forEach(delivery -> log.error(
                    "Delivery cannot be read by this version, it is set aside: delivery={} contactPoint={} cause={}",
                    delivery.id(),
                    name,
                    delivery.unreadable()));
            metrics.setAside(name, done.size());
        }
        return found.readable();
    }

    private NewDelivery notice(ContactPointName name, List<Delivery> some, Instant at) {
        ContactPointName to = contactPoints.fallbackOf(name).orElse(ContactPoint.INBOX);
        Language language = contactPoints.find(to).map(ContactPoint::language).orElse(Language.EN);
        Delivery first = some.get(0);
        // A row that was sent again by a person and still cannot be read has another version.
        String key = "set-aside:" + first.id() + "@" + first.version();
        return new NewDelivery(key, Notices.unreadable(name, to, BuiltInTexts.of(language), some, MAX_LISTED, at));
    }

    /** Queues what was set aside and can be read after all; looks at some of them each time, in turn. */
    void takeUp(Instant at) {
        OutboxRows found = rows.find(lookedAt, BATCH);
        for (Delivery delivery : found.readable()) {
            boolean isRecent =
                    delivery.queuedAt().plus(RetrySchedule.DEFAULT.maxAge()).isAfter(at);
            if (isRecent && rows.takeUp(delivery, at)) {
                log.info(
                        "Delivery can be read again, it is sent: delivery={} contactPoint={}",
                        delivery.id(),
                        delivery.contactPoint());
            }
        }
        long last = Math.max(last(found.readable()), last(found.unreadable()));
        lookedAt = new DeliveryId(found.size() < BATCH ? 0 : last);
    }

    private static long last(List<Delivery> some) {
        return some.isEmpty() ? 0 : some.get(some.size() - 1).id().value();
    }
}
