package io.tocsin.contactpoint.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.TestJpa;
import io.tocsin.TestSchema;
import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.ContactPoint;
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
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class StoredContactPointsTest {

    /** Taken as it is; to make one of a passphrase takes a second of processor time. */
    private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private static final String URL = "https://hooks.slack.com/services/T1/B1/verySecretToken";

    @TempDir
    Path dataDir;

    private DataSource database;
    private JdbcClient jdbc;
    private StoredContactPoints stored;

    @BeforeEach
    void start() {
        database = newDatabase();
        jdbc = JdbcClient.create(database);
        stored = open("");
    }

    DataSource newDatabase() {
        return TestSchema.h2(dataDir);
    }

    @AfterEach
    void stop() {
        if (database instanceof JdbcConnectionPool pool) {
            pool.dispose();
        }
    }

    private StoredContactPoints open(String key) {
        return open(key, "");
    }

    private StoredContactPoints open(String key, String oldKey) {
        ContactPointFileParser parser = new ContactPointFileParser(AllowedHosts.parse(""), dataDir, name -> null);
        return new StoredContactPoints(
                TestJpa.of(database).repository(ContactPointRepository.class),
                TestJpa.of(database).repository(DeletedContactPointRepository.class),
                TestJpa.of(database).transactions(),
                SecretKeySource.load(key, oldKey, dataDir),
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
    void anotherKeyCannotReadIt() throws IOException {
        stored.save(slack(URL), "ann");
        Files.delete(dataDir.resolve("secret.key"));

        StoredContactPoints other = open(KEY);
        other.reload();

        assertThat(other.snapshot()).isEmpty();
        assertThatThrownBy(() -> other.find(new ContactPointName("mine")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("verySecretToken");
    }

    /** Replicas look every other second. */
    @Test
    void whatHasNotChangedIsNotDecryptedAgainAndWhatAnotherReplicaChangedIs() {
        stored.save(slack(URL), "ann");
        ContactPoint before = stored.snapshot().get(0);
        StoredContactPoints other = open("");

        stored.reload();
        assertThat(stored.snapshot().get(0)).isSameAs(before);

        other.save(slack(URL + "Other"), "bob");
        stored.reload();
        assertThat(((ContactPointSettings.Slack) stored.snapshot().get(0).settings())
                        .url()
                        .reveal())
                .isEqualTo(URL + "Other");
    }

    @Test
    void aKeyIsChangedByGivingTheOldOneOnce() {
        open("the first passphrase").save(slack(URL), "ann");

        open(KEY, "the first passphrase").renewKeys();

        StoredContactPoints after = open(KEY);
        after.reload();
        assertThat(after.snapshot()).hasSize(1);
        assertThat(jdbc.sql("select key_id from contact_point")
                        .query(String.class)
                        .single())
                .isEqualTo(
                        SecretKeySource.load(KEY, "", dataDir).encrypt("", "").keyId());
    }

    @Test
    void theKeyOfTheFileIsGivenUpForASetting() {
        stored.save(slack(URL), "ann");

        StoredContactPoints after = open(KEY);
        after.renewKeys();
        after.reload();

        assertThat(after.snapshot()).hasSize(1);
    }

    @Test
    void aSecretIsNotSentToAnotherServerThanBefore() {
        stored.save(webhook("https://hooks.slack.com/a", "Bearer topsecret"), "ann");

        ContactPointDefinition sameServer = stored.complete(webhook("https://hooks.slack.com/b", ""));
        ContactPointDefinition other = stored.complete(webhook("https://discord.com/steal", ""));
        ContactPointDefinition userinfo = stored.complete(webhook("https://hooks.slack.com@discord.com/steal", ""));
        ContactPointDefinition port = stored.complete(webhook("https://hooks.slack.com:8443/steal", ""));

        assertThat(sameServer.json()).contains("topsecret");
        assertThat(List.of(other.json(), userinfo.json(), port.json())).noneMatch(json -> json.contains("topsecret"));
    }

    @Test
    void aBotTokenIsNotSentToAnotherServerThanBefore() {
        stored.save(bot("https://slack.com/api", "xoxb-topsecret"), "ann");

        assertThat(stored.complete(bot("https://slack.com/api", "")).json()).contains("topsecret");
        assertThat(stored.complete(bot("https://discord.com/api", "")).json()).doesNotContain("topsecret");
        assertThat(stored.complete(bot("", "")).json()).doesNotContain("topsecret");
    }

    private static ContactPointDefinition webhook(String url, String authorization) {
        return new ContactPointDefinition(Map.of(
                "name", "hook", "type", "webhook", "settings", Map.of("url", url, "authorization", authorization)));
    }

    private static ContactPointDefinition bot(String apiUrl, String token) {
        return new ContactPointDefinition(Map.of(
                "name",
                "bot",
                "type",
                "slack_bot",
                "settings",
                Map.of("api_url", apiUrl, "token", token, "channel", "C1")));
    }

    @Test
    void theKeyFileIsForItsOwnerOnlyAndStaysTheSame() throws IOException {
        SecretKeys.Sealed sealed = SecretKeySource.load("", "", dataDir).encrypt("secret", "slack");

        SecretKeys again = SecretKeySource.load("", "", dataDir);
        assertThat(again.isCurrent(sealed)).isTrue();
        assertThat(again.decrypt(sealed, "slack")).isEqualTo("secret");
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
