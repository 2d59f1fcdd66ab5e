package io.tocsin.delivery.store;

import static io.tocsin.database.SqlTimes.stored;

import io.tocsin.contactpoint.FailureReason;
import io.tocsin.database.RacingInsert;
import io.tocsin.database.SqlTimes;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.rule.ContactPointName;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;

/** Which contact points work, fail or are parked. Blocks. */
@Repository
public class ContactPointHealthStore {

    private static final Duration WRITTEN_AGAIN_AFTER = Duration.ofSeconds(10);

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

    /** The names of all that are parked. */
    public Set<ContactPointName> findParked() {
        return jdbc
                .sql("select contact_point from contact_point_health where parked_at is not null")
                .query(String.class)
                .list()
                .stream()
                .map(ContactPointName::new)
                .collect(Collectors.toSet());
    }

    @Transactional
    public void succeeded(ContactPointName name, Instant at) {
        succeeded(Set.of(name), at);
    }

    /** Nothing is written where a success was a moment ago: what comes each second need not be told each second. */
    @Transactional
    public void succeeded(Set<ContactPointName> names, Instant at) {
        Set<String> justSucceeded = justSucceeded(names, at);
        names.stream()
                .filter(name -> !justSucceeded.contains(name.value()))
                .sorted(Comparator.comparing(ContactPointName::value)) // No two wait for each other.
                .forEach(name -> write(name, at));
    }

    private void write(ContactPointName name, Instant at) {
        if (writeSuccess(name, at) == 0) {
            ensureRow(name);
            writeSuccess(name, at);
        }
    }

    private int writeSuccess(ContactPointName name, Instant at) {
        return jdbc.sql("update contact_point_health set last_success_at = :at, failing_since = null"
                        + " where contact_point = :name")
                .param("at", SqlTimes.of(at))
                .param("name", name.value())
                .update();
    }

    private Set<String> justSucceeded(Set<ContactPointName> names, Instant at) {
        return jdbc.sql("select contact_point from contact_point_health where contact_point in (:names)"
                        + " and failing_since is null and last_success_at > :recent and last_success_at <= :at")
                .param("names", names.stream().map(ContactPointName::value).toList())
                .param("recent", SqlTimes.of(at.minus(WRITTEN_AGAIN_AFTER)))
                .param("at", SqlTimes.of(at))
                .query(String.class)
                .set();
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
