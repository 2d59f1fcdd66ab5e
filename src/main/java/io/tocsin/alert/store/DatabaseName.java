package io.tocsin.alert.store;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Which database keeps the state. Its address is not shown, because it may hold credentials. */
@Repository
public class DatabaseName {

    private final JdbcTemplate jdbc;

    DatabaseName(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Product and version. Blocks. */
    public String read() {
        String name = jdbc.execute((ConnectionCallback<String>) DatabaseName::read);
        return name == null ? "" : name;
    }

    private static String read(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        return database.getDatabaseProductName() + " " + database.getDatabaseProductVersion();
    }
}
