package io.tocsin;

import io.tocsin.secret.Secret;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the state is kept.
 *
 * @param dataDir the directory of the database file when no URL is given; default {@code data}
 */
@ConfigurationProperties("tocsin")
record DatabaseProperties(
        @DefaultValue("data") Path dataDir, @DefaultValue Db db) {

    /**
     * The database server.
     *
     * @param url a JDBC URL of PostgreSQL; empty: H2 in the data directory
     * @param poolSize how many connections at most; default 10
     */
    record Db(
            @DefaultValue("") String url,
            @DefaultValue("") String user,
            @DefaultValue("") String password,
            @DefaultValue("10") int poolSize) {

        Db {
            if (poolSize < 2) {
                throw new IllegalArgumentException("tocsin.db.pool-size must be at least 2");
            }
        }

        Secret passwordSecret() {
            return new Secret(password);
        }

        /** Records print all components; a URL may hold a password too. */
        @Override
        public String toString() {
            return "Db[url=***, user=" + user + ", password=***, poolSize=" + poolSize + "]";
        }
    }
}
