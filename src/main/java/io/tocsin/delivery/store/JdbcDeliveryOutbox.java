package io.tocsin.delivery.store;

import io.tocsin.database.AfterCommit;
import io.tocsin.delivery.NewDelivery;
import java.time.Instant;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The outbox in the database; wakes the workers once the caller's transaction has committed. */
@Repository
class JdbcDeliveryOutbox implements DeliveryOutbox {

    private final DeliveryRows rows;
    private final ApplicationEventPublisher events;

    JdbcDeliveryOutbox(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.rows = new DeliveryRows(jdbc);
        this.events = events;
    }

    @Override
    public boolean enqueue(NewDelivery delivery, Instant at) {
        boolean isNew = rows.insert(delivery, delivery.message().receiver(), 0, at);
        if (isNew) {
            AfterCommit.run(() -> events.publishEvent(new DeliveriesWaiting()));
        }
        return isNew;
    }
}
