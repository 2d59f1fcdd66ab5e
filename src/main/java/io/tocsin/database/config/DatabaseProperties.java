package io.tocsin.database.config;

import io.tocsin.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the state is kept.
 *
 * @param dataDir the directory of the database file when no URL is given, of the embedded log store and of the secret key
 * @param fsync how often the database file is forced to the device, and so for how long commits may be lost when the
 *     machine (not the process) dies; default 1s, at most 1m; 0: before each commit returns
 */
@ConfigurationProperties("tocsin")
public record DatabaseProperties(
        @DefaultValue("data") Path dataDir,
        @DefaultValue("1s") Duration fsync,
        @DefaultValue Db db) {

    private static final Duration LONGEST_FSYNC = Duration.ofMinutes(1);

    public DatabaseProperties {
        if (fsync.isNegative() || fsync.compareTo(LONGEST_FSYNC) > 0) {
            throw new IllegalArgumentException("tocsin.fsync must lie between 0s and 1m, not " + fsync);
        }
    }

    /**
     * The database server.
     *
     * @param url a JDBC URL of PostgreSQL, {@code jdbc:postgresql://host:5432/name}; empty: H2 in the data directory
     * @param user who logs in there
     * @param password of that user
     * @param poolSize how many connections at most; default 10
     */
    public record Db(
            @DefaultValue("") String url,
            @DefaultValue("") String user,
            @DefaultValue("") String password,
            @DefaultValue("10") int poolSize) {

        public Db {
            if (poolSize < 2) {
                throw new IllegalArgumentException("tocsin.db.pool-size must be at least 2");
            }
        }

        /** False: it is H2. */
        public boolean isPostgres() {
            return url.startsWith("jdbc:postgresql:");
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
