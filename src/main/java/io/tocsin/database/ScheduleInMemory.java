package io.tocsin.database;

import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Where the scheduler keeps what is due when, in place of the database: for a process that has its database for itself.
 * Nothing of it is missed after a restart, because what a group has to catch up is said by its cursor, and it saves the
 * database two commits at each slot of each group.
 */
public final class ScheduleInMemory implements AutoCloseable {

    /** The migrations that make the table and what H2 finds in it quickly. */
    private static final List<String> SCRIPTS =
            List.of("db/migration/V1_1_1__schedule.sql", "db/vendor/h2/V1_5__scheduler_index.sql");

    /** More than the scheduler has threads; each has one for the moment of a statement. */
    private static final int MOST_CONNECTIONS = 100;

    private final JdbcConnectionPool connections;

    public ScheduleInMemory() {
        connections = JdbcConnectionPool.create(
                "jdbc:h2:mem:schedule-" + UUID.randomUUID()
                        + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=32",
                "sa",
                "");
        connections.setMaxConnections(MOST_CONNECTIONS);
        ResourceDatabasePopulator scripts = new ResourceDatabasePopulator();
        SCRIPTS.forEach(script -> scripts.addScript(new ClassPathResource(script)));
        scripts.execute(connections);
    }

    public DataSource dataSource() {
        return connections;
    }

    @Override
    public void close() {
        new JdbcTemplate(connections).execute("shutdown");
        connections.dispose();
    }
}
