package io.tocsin.dispatch.store;

import io.tocsin.TestJpa;
import io.tocsin.database.LockPatience;
import io.tocsin.database.TestRows;
import io.tocsin.database.UnreadableRows;
import io.tocsin.delivery.store.DeliveryOutbox;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The stores of dispatch over one database, without Spring. */
public final class DispatchStores {

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;
    private final UnreadableRows unreadable = TestRows.unreadable();

    public DispatchStores(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
        this.batches = new NamedParameterJdbcTemplate(dataSource);
    }

    public NotificationGroups groups() {
        return new NotificationGroups(jdbc, new LockPatience(new JdbcTemplate(dataSource)), unreadable);
    }

    /** Every group there is, in no order. */
    public List<NotificationGroup> allGroups() {
        return all(groups(), jdbc);
    }

    public static List<NotificationGroup> all(NotificationGroups groups, JdbcClient jdbc) {
        return groups.findAll(jdbc.sql("select id from notification_group")
                .query(String.class)
                .list());
    }

    public GroupMembers members() {
        return new GroupMembers(jdbc, batches, unreadable);
    }

    public NotificationLog log(DeliveryOutbox outbox, DispatchMetrics metrics) {
        return new NotificationLog(jdbc, outbox, metrics);
    }

    public NotificationTrail trail() {
        return new NotificationTrail(jdbc, batches, unreadable);
    }

    public Suppressions suppressions() {
        return new Suppressions(jdbc, batches, TestJpa.of(dataSource).manager(), unreadable);
    }
}
