package io.tocsin.silence.store;

import io.tocsin.TestJpa;
import io.tocsin.database.TestRows;
import javax.sql.DataSource;

/** The silence store over a database, without Spring. */
public final class SilenceStores {

    private SilenceStores() {}

    public static SilenceStore of(DataSource dataSource) {
        TestJpa jpa = TestJpa.of(dataSource);
        return new SilenceStore(
                jpa.repository(SilenceRepository.class),
                jpa.repository(SilenceChangeRepository.class),
                TestRows.unreadable());
    }
}
