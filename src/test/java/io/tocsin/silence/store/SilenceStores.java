package io.tocsin.silence.store;

import io.tocsin.database.TestRows;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The silence store over a database, without Spring. */
public final class SilenceStores {

    private SilenceStores() {}

    public static SilenceStore of(DataSource dataSource) {
        return new SilenceStore(JdbcClient.create(dataSource), TestRows.unreadable());
    }
}
