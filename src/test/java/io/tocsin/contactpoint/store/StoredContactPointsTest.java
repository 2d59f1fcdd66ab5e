package io.tocsin.contactpoint.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.TestJpa;
import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.file.ContactPointFileParser;
import io.tocsin.rule.ContactPointName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class StoredContactPointsTest {

    private static final String URL = "https://hooks.slack.com/services/T1/B1/verySecretToken";
    private static int databases;

    @TempDir
    Path dataDir;

    private DataSource database;
    private JdbcClient jdbc;
    private StoredContactPoints stored;

    @BeforeEach
    void start() {
        database = newDatabase();
        Flyway.configure().dataSource(database).load().migrate();
        jdbc = JdbcClient.create(database);
        stored = open("");
    }

    DataSource newDatabase() {
        databases++;
        return JdbcConnectionPool.create("jdbc:h2:mem:stored" + databases + ";DB_CLOSE_DELAY=-1", "sa", "");
    }

    private StoredContactPoints open(String key) {
        ContactPointFileParser parser = new ContactPointFileParser(AllowedHosts.parse(""), dataDir, name -> null);
        return new StoredContactPoints(
                TestJpa.of(database).repository(ContactPointRepository.class),
                TestJpa.of(database).repository(DeletedContactPointRepository.class),
                TestJpa.of(database).transactions(),
                new SecretCipher(SecretKeySource.load(key, dataDir)),
                parser,
                Clock.systemUTC());
    }

    private static ContactPointDefinition slack(String url) {
        return new ContactPointDefinition(
                Map.of("name", "mine", "type", "slack", "settings", Map.of("url", url, "title", "{{summary}}")));
    }

    @Test
    void keepsASecretThatNeverComesOutAgain() {
        assertThat(stored.save(slack(URL), "ann")).isEmpty();

        String row = jdbc.sql("SELECT definition FROM contact_point")
                .query(String.class)
                .single();
        assertThat(row).doesNotContain("verySecretToken");
        assertThat(stored.find(new ContactPointName("mine"))
                        .orElseThrow()
                        .withoutSecrets()
                        .toString())
                .contains("{{summary}}")
                .doesNotContain("verySecretToken");
        assertThat(((ContactPointSettings.Slack) stored.snapshot().get(0).settings())
                        .url()
                        .reveal())
                .isEqualTo(URL);
    }

    @Test
    void anEmptySecretStaysAsItWas() {
        stored.save(slack(URL), "ann");

        assertThat(stored.save(slack(""), "bob")).isEmpty();

        assertThat(((ContactPointSettings.Slack) stored.snapshot().get(0).settings())
                        .url()
                        .reveal())
                .isEqualTo(URL);
    }

    @Test
    void refusesWhatIsWrongAndReadsNoEnvironment() {
        assertThat(stored.save(slack("https://evil.example.com/${HOME}"), "ann"))
                .isNotEmpty();
        assertThat(stored.snapshot()).isEmpty();
    }

    @Test
    void anotherKeyCannotReadIt() {
        stored.save(slack(URL), "ann");

        StoredContactPoints other = open("another key, long enough");
        other.reload();

        assertThat(other.snapshot()).isEmpty();
        assertThatThrownBy(() -> other.find(new ContactPointName("mine")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("verySecretToken");
    }

    @Test
    void theKeyFileIsForItsOwnerOnlyAndStaysTheSame() throws IOException {
        byte[] first = SecretKeySource.load("", dataDir);

        assertThat(SecretKeySource.load("", dataDir)).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir.resolve("secret.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void severalPeopleMayMakeTheSameOneAtTheSameMoment() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> saves = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String url = URL + i;
                saves.add(() -> open("").save(slack(url), "ann").isEmpty());
            }
            for (Future<Boolean> saved : threads.invokeAll(saves, 60, TimeUnit.SECONDS)) {
                assertThat(saved.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        stored.reload();

        assertThat(stored.snapshot()).hasSize(1);
        assertThat(stored.delete(new ContactPointName("mine"), "ann")).isTrue();
        assertThat(stored.delete(new ContactPointName("mine"), "ann")).isFalse();
        assertThat(stored.snapshot()).isEmpty();
    }
}
