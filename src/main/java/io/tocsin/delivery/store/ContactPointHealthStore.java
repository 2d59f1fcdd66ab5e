package io.tocsin.delivery.store;

import io.tocsin.contactpoint.FailureReason;
import io.tocsin.database.RacingInsert;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.rule.ContactPointName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;

/** Which contact points work, fail or are parked. Blocks. */
@Repository
public class ContactPointHealthStore {

    private static final String SELECT = "SELECT contact_point, parked_at, parked_reason, parked_detail,"
            + " last_success_at, failing_since, last_failure_at, failure_reason, failure_detail, parked_lane"
            + " FROM contact_point_health";

    private final JdbcClient jdbc;
    private final RacingInsert inserts;

    ContactPointHealthStore(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.inserts = new RacingInsert(transactions);
    }

    /** Those that were ever used, by name. */
    public List<ContactPointHealth> findAll() {
        return jdbc.sql(SELECT + " ORDER BY contact_point")
                .query(ContactPointHealthStore::read)
                .list();
    }

    public Optional<ContactPointHealth> find(ContactPointName name) {
        return jdbc.sql(SELECT + " WHERE contact_point = :name")
                .param("name", name.value())
                .query(ContactPointHealthStore::read)
                .optional();
    }

    public boolean isParked(ContactPointName name) {
        return find(name).map(ContactPointHealth::isParked).orElse(false);
    }

    public void succeeded(ContactPointName name, Instant at) {
        ensureRow(name);
        jdbc.sql("UPDATE contact_point_health SET last_success_at = :at, failing_since = NULL"
                        + " WHERE contact_point = :name")
                .param("at", SqlTimes.of(at))
                .param("name", name.value())
                .update();
    }

    public void failed(ContactPointName name, DeliveryFailure failure, Instant at) {
        ensureRow(name);
        jdbc.sql("UPDATE contact_point_health SET failing_since = COALESCE(failing_since, :at), last_failure_at = :at,"
                        + " failure_reason = :reason, failure_detail = :detail WHERE contact_point = :name")
                .param("at", SqlTimes.of(at))
                .param("reason", failure.reason().name())
                .param("detail", DeliveryRows.cut(failure.detail()))
                .param("name", name.value())
                .update();
    }

    /**
     * Returns false when it was parked already.
     *
     * @param lane the lane of the endpoint that was found dead; with another one it is tried again
     */
    public boolean park(ContactPointName name, String lane, DeliveryFailure cause, Instant at) {
        ensureRow(name);
        return jdbc.sql(
                                "UPDATE contact_point_health SET parked_at = :at, parked_reason = :reason,"
                                        + " parked_lane = :lane, parked_detail = :detail WHERE contact_point = :name AND parked_at IS NULL")
                        .param("at", SqlTimes.of(at))
                        .param("reason", cause.reason().name())
                        .param("lane", lane)
                        .param("detail", DeliveryRows.cut(cause.detail()))
                        .param("name", name.value())
                        .update()
                == 1;
    }

    /** Parks it by the wish of a person, until a person un-parks it; also one that was parked for another reason. */
    public void disable(ContactPointName name, String by, Instant at) {
        ensureRow(name);
        jdbc.sql("UPDATE contact_point_health SET parked_at = :at, parked_reason = :reason, parked_lane = NULL,"
                        + " parked_detail = :detail WHERE contact_point = :name")
                .param("at", SqlTimes.of(at))
                .param("reason", FailureReason.DISABLED.name())
                .param("detail", DeliveryRows.cut(by))
                .param("name", name.value())
                .update();
    }

    /** Returns false when it was not parked. */
    public boolean unpark(ContactPointName name) {
        return jdbc.sql("UPDATE contact_point_health SET parked_at = NULL, parked_reason = NULL, parked_detail = NULL,"
                                + " failing_since = NULL WHERE contact_point = :name AND parked_at IS NOT NULL")
                        .param("name", name.value())
                        .update()
                == 1;
    }

    private void ensureRow(ContactPointName name) {
        if (find(name).isEmpty()) {
            // That another worker is faster is just as good.
            inserts.tryInsert(() -> jdbc.sql("INSERT INTO contact_point_health (contact_point) VALUES (:name)")
                    .param("name", name.value())
                    .update());
        }
    }

    private static ContactPointHealth read(ResultSet row, int number) throws SQLException {
        return new ContactPointHealth(
                new ContactPointName(row.getString("contact_point")),
                SqlTimes.readNullable(row, "parked_at"),
                failure(row.getString("parked_reason"), row.getString("parked_detail")),
                SqlTimes.readNullable(row, "last_success_at"),
                SqlTimes.readNullable(row, "failing_since"),
                SqlTimes.readNullable(row, "last_failure_at"),
                failure(row.getString("failure_reason"), row.getString("failure_detail")),
                row.getString("parked_lane"));
    }

    private static @Nullable DeliveryFailure failure(@Nullable String reason, @Nullable String detail) {
        return reason == null
                ? null
                : new DeliveryFailure(StoredEnums.read(reason, FailureReason.OTHER), detail == null ? "" : detail);
    }
}
