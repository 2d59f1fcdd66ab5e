package io.tocsin.delivery.store;

import io.tocsin.contactpoint.FailureReason;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.NewDelivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The rows of the outbox that are out of the way of the others, because this version cannot read them. All methods block. */
@Repository
public class SetAsideDeliveries {

    private final JdbcClient jdbc;
    private final DeliveryRows rows;

    SetAsideDeliveries(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.rows = new DeliveryRows(jdbc);
    }

    /**
     * Puts waiting rows that this version cannot read out of the way of the others, with the message that tells people so,
     * in one transaction.
     *
     * @return those that were set aside; the others were written by somebody else meanwhile
     */
    @Transactional
    public List<Delivery> add(List<Delivery> unreadable, Function<List<Delivery>, NewDelivery> notice, Instant at) {
        List<Delivery> done = new ArrayList<>();
        for (Delivery delivery : unreadable) {
            DeliveryFailure cause = new DeliveryFailure(FailureReason.UNREADABLE, delivery.unreadable());
            if (rows.write(delivery.with(delivery.progress().setAside(cause)), null)) {
                done.add(delivery);
            }
        }
        if (!done.isEmpty()) {
            NewDelivery told = notice.apply(done);
            rows.insert(told, told.message().receiver(), 0, at);
        }
        return done;
    }

    /** Rows that were set aside, by id, from an id on. */
    public OutboxRows find(DeliveryId after, int limit) {
        return OutboxRows.of(jdbc.sql("select " + DeliveryRows.COLUMNS + " from delivery d where d.state = 'SET_ASIDE'"
                        + " and d.id > :after order by d.id limit :limit")
                .param("after", after.value())
                .param("limit", limit)
                .query(rows::read)
                .list());
    }

    /** Sends a row that can be read after all; false when somebody else wrote it. */
    @Transactional
    public boolean takeUp(Delivery readable, Instant at) {
        return rows.write(readable.with(readable.progress().requeued(at)), null);
    }
}
