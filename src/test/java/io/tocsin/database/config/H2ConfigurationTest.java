package io.tocsin.database.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which databases are files that this process keeps small. */
class H2ConfigurationTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "jdbc:h2:file:/data/tocsin", "jdbc:h2:/data/tocsin", "jdbc:h2:~/tocsin;WRITE_DELAY=0"})
    void keepsFilesSmall(String url) {
        assertThat(H2Configuration.isFileOfThisProcess(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:x", "jdbc:h2:tcp://server/x", "jdbc:postgresql://server/x"})
    void leavesAloneWhatIsNoFileOfThisProcess(String url) {
        assertThat(H2Configuration.isFileOfThisProcess(url)).isFalse();
    }

    /** The pool retires a connection after half an hour, and one that is idle sooner. */
    @Test
    void tablesCanBeWrittenWhenTheConnectionThatMadeThemIsGone(@TempDir Path directory) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(DatabaseConfiguration.fileUrl(directory));
        config.setUsername("sa");
        config.setPassword("");
        config.setMaximumPoolSize(2);
        try (HikariDataSource dataSource = new HikariDataSource(config)) {
            Flyway flyway = Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:db/migration", "classpath:db/vendor/h2")
                    .load();

            new H2Configuration().h2OpenedAnewAfterMigrations(dataSource).migrate(flyway);
            try (Connection held = dataSource.getConnection()) {
                dataSource.getHikariPoolMXBean().softEvictConnections();
                insertUser(dataSource, "kim");
                assertThat(held.isValid(1)).isTrue();
            }
            dataSource.getHikariPoolMXBean().softEvictConnections();
            insertUser(dataSource, "lee");

            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet count = statement.executeQuery("select count(*) from app_user")) {
                assertThat(count.next()).isTrue();
                assertThat(count.getInt(1)).isEqualTo(2);
            }
        }
    }

    private static void insertUser(HikariDataSource dataSource, String name) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into app_user values ('" + name + "', '', 'ADMIN', current_timestamp)");
        }
    }
}
