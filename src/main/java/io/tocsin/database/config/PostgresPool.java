package io.tocsin.database.config;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.tocsin.database.DatabaseFailures;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How connections to PostgreSQL end when their server does, so that everything goes on within seconds after it, or another
 * one in its place, is back.
 */
public final class PostgresPool {

    /**
     * A server that vanishes without a word (a machine without power, a cut cable) holds a statement for this long. It is
     * longer than any statement of ours takes on a slow disk.
     */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

    /** Several of these must fit into the pool's own wait, or a second host of the URL would never be tried. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /**
     * A replica that is suspended, or whose machine has vanished, holds the rows that it has locked for this long; no
     * transaction of ours waits for anything but the database.
     */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(20);

    /** The shortest that the pool takes. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    private PostgresPool() {}

    /** What the URL itself says stays. */
    public static void configure(HikariConfig config) {
        properties(config.getJdbcUrl()).forEach(config::addDataSourceProperty);
        config.addDataSourceProperty("ApplicationName", "tocsin");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.setConnectionInitSql("set idle_in_transaction_session_timeout = " + IDLE_IN_TRANSACTION.toMillis());
        config.setKeepaliveTime(KEEP_ALIVE.toMillis());
        config.setExceptionOverride(new LeaveReadOnlyServer());
    }

    /** The driver's settings for every connection; without what the URL says already. */
    public static Map<String, String> properties(String url) {
        Map<String, String> properties = new HashMap<>();
        properties.put("tcpKeepAlive", "true");
        properties.put("connectTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
        properties.put("socketTimeout", Long.toString(SOCKET_TIMEOUT.toSeconds()));
        // After a failover the URL, or its second host, may lead to a server that takes no writes yet.
        properties.put("targetServerType", "primary");
        properties.put("hostRecheckSeconds", "2");
        properties.keySet().removeIf(name -> url.contains(name + "="));
        return properties;
    }

    /** A connection to a server that takes no writes is of no use, though it answers; the next one asks for a primary. */
    private static final class LeaveReadOnlyServer implements SQLExceptionOverride {

        @java.lang.Override
        public Override adjudicate(SQLException failure) {
            return DatabaseFailures.isReadOnly(failure) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
        }
    }
}
