package io.tocsin.delivery.store;

import static io.tocsin.database.SqlTimes.stored;

import io.tocsin.contactpoint.FailureReason;
import io.tocsin.database.RacingInsert;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;

/** Which contact points work, fail or are parked. Blocks. */
@Repository
public class ContactPointHealthStore {

    private final ContactPointHealthRepository rows;
    private final JdbcClient jdbc;
    private final RacingInsert inserts;

    ContactPointHealthStore(
            ContactPointHealthRepository rows, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.rows = rows;
        this.jdbc = jdbc;
        this.inserts = new RacingInsert(transactions);
    }

    /** Those that were ever used, by name. */
    public List<ContactPointHealth> findAll() {
        return rows.findAll(Sort.by("contactPoint")).stream()
                .map(ContactPointHealthEntity::toHealth)
                .toList();
    }

    public Optional<ContactPointHealth> find(ContactPointName name) {
        return rows.findById(name.value()).map(ContactPointHealthEntity::toHealth);
    }

    public boolean isParked(ContactPointName name) {
        return find(name).map(ContactPointHealth::isParked).orElse(false);
    }

    public void succeeded(ContactPointName name, Instant at) {
        ensureRow(name);
        rows.succeeded(name.value(), stored(at));
    }

    public void failed(ContactPointName name, DeliveryFailure failure, Instant at) {
        ensureRow(name);
        rows.failed(name.value(), failure.reason().name(), DeliveryRows.cut(failure.detail()), stored(at));
    }

    /**
     * Returns false when it was parked already.
     *
     * @param lane the lane of the endpoint that was found dead; with another one it is tried again
     */
    public boolean park(ContactPointName name, String lane, DeliveryFailure cause, Instant at) {
        ensureRow(name);
        String detail = DeliveryRows.cut(cause.detail());
        return rows.park(name.value(), lane, cause.reason().name(), detail, stored(at)) == 1;
    }

    /** Parks it by the wish of a person, until a person un-parks it; also one that was parked for another reason. */
    public void disable(ContactPointName name, String by, Instant at) {
        ensureRow(name);
        rows.disable(name.value(), FailureReason.DISABLED.name(), DeliveryRows.cut(by), stored(at));
    }

    /** Returns false when it was not parked. */
    public boolean unpark(ContactPointName name) {
        return rows.unpark(name.value()) == 1;
    }

    /** That another worker is faster is just as good. A refused insert of an entity would spoil the transaction. */
    private void ensureRow(ContactPointName name) {
        if (!rows.existsById(name.value())) {
            inserts.tryInsert(() -> jdbc.sql("insert into contact_point_health (contact_point) values (:name)")
                    .param("name", name.value())
                    .update());
        }
    }
}
