package io.tocsin.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/** A database file whose tables another build or another program has made: one line, with the way out. */
class MigrationFailureTest {

    private static final String HISTORY = "insert into \"flyway_schema_history\" (\"installed_rank\", \"version\","
            + " \"description\", \"type\", \"script\", \"checksum\", \"installed_by\", \"execution_time\", \"success\")"
            + " values (%1$d, '%2$s', 'earlier', 'SQL', 'V%2$s__earlier.sql', 42, 'sa', 1, true)";

    @TempDir
    private Path data;

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void saysThatAnotherBuildHasMadeTheTables() throws SQLException {
        migrate();
        change(
                "update \"flyway_schema_history\" set \"checksum\" = \"checksum\" + 1 where \"version\" in ('1.1', '1.3')");

        assertThat(line())
                .isEqualTo(
                        "Tocsin cannot start: the database file " + data + "/tocsin.mv.db was made by a build of Tocsin"
                                + " whose tables this one does not know (migrations 1.1, 1.3 differ); start the build that made"
                                + " it, or move " + data
                                + " away to begin anew: without the silences, users, contact points and"
                                + " states in it, and without the log lines kept beside it.");
    }

    @Test
    void saysSoOfABuildWithMoreAndOtherMigrations() throws SQLException {
        migrate();
        change("delete from \"flyway_schema_history\" where \"version\" is not null");
        for (int version = 1; version <= 30; version++) {
            change(HISTORY.formatted(100 + version, version));
        }

        assertThat(line())
                .contains("was made by a build of Tocsin", "1.1", "start the build that made it, or move ")
                .doesNotContain("repair", "http", "ignoreMigrationPatterns");
    }

    @Test
    void saysThatTheTablesAreNotTocsins() throws SQLException {
        change("create table something (id int)");

        assertThat(line())
                .startsWith("Tocsin cannot start: the database file " + data + "/tocsin.mv.db holds tables that are not"
                        + " Tocsin's (there is no flyway_schema_history); move " + data + " away")
                .doesNotContain("baseline");
    }

    @Test
    void namesTheServerWithoutItsPasswordWhenThereIsOne() throws SQLException {
        environment.setProperty("tocsin.db.url", "jdbc:postgresql://ann:geheim@db:5432/tocsin?password=geheim");
        change("create table something (id int)");

        assertThat(line())
                .contains("the database of TOCSIN_DB_URL (jdbc:postgresql://***@db:5432/tocsin)")
                .endsWith("set TOCSIN_DB_URL to an empty database to begin anew, without the silences, users, contact"
                        + " points and states of this one.");
    }

    private String line() {
        environment.setProperty("tocsin.data-dir", data.toString());
        try {
            migrate();
        } catch (FlywayException e) {
            return OneLineReport.line(
                    new MigrationAnalyzer(environment).analyze(new IllegalStateException("bean flyway", e), e));
        }
        throw new AssertionError("it was accepted");
    }

    private void migrate() {
        Flyway.configure()
                .dataSource(url(), "sa", "")
                .locations("classpath:db/migration", "classpath:db/vendor/h2")
                .load()
                .migrate();
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String url() {
        return "jdbc:h2:file:" + data.resolve("tocsin");
    }
}
