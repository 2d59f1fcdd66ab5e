package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.UnreadableRows;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.message.TestMessages;
import io.tocsin.watch.Concern;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The whole application on a database in which a newer version has left rows before a rollback; extended for each database. */
abstract class RollbackContract {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private RunningTocsin tocsin;

    /** Where the database is, as {@code tocsin.db.…} properties; none: H2 in the data directory. */
    abstract Map<String, String> database();

    @BeforeEach
    void start() {
        tocsin = RunningTocsin.start(home, database());
    }

    @AfterEach
    void stop() {
        tocsin.close();
    }

    @Test
    void rowsOfANewerVersionAreShownAndEverythingElseGoesOn() throws Exception {
        String good = message("good");
        write(() -> {
            enqueue("good");
            enqueue("broken");
            enqueue("newer");
            update("broken", "{\"status\":\"A_NEW_ONE\"");
            update(
                    "newer",
                    good.replace("\"FIRST_NOTIFICATION\"", "\"A_NEW_REASON\"").replaceFirst("\\{", "{\"anew\":1,"));
        });
        DeliveryHistory history = tocsin.bean(DeliveryHistory.class);

        await(() -> history.countByState().equals(Map.of(DeliveryState.DELIVERED, 3L, DeliveryState.SET_ASIDE, 1L)));

        String list = get("/api/tocsin/v1/deliveries");
        assertThat(list).contains("\"state\":\"set_aside\"", "\"reason\":\"other\"", "not one of the values accepted");
        assertThat(get("/api/tocsin/v1/deliveries?state=set_aside"))
                .contains("broken")
                .doesNotContain("\"delivered\"");
        assertThat(get("/api/tocsin/v1/deliveries/" + id("broken"))).contains("\"failureReason\":\"unreadable\"");
        assertThat(get("/deliveries")).contains("set aside", "broken", "a reason of a newer version");
        assertThat(get("/deliveries?state=waiting")).contains("broken");
        assertThat(get("/deliveries/" + id("broken"))).contains("This version cannot read the message");
        assertThat(get("/inbox")).contains("could not be read", "#" + id("broken"));

        leaveRowsInEveryTable();
        for (String page : List.of(
                "/",
                "/alerts",
                "/rules",
                "/silences",
                "/contact-points",
                "/deliveries",
                "/inbox",
                "/users",
                "/audit",
                "/status",
                "/wallboard",
                "/explain",
                "/api/v1/alerts",
                "/api/v1/rules",
                "/api/tocsin/v1/inbox")) {
            assertThat(get(page)).as(page).isNotEmpty();
        }
        assertThat(tocsin.bean(UnreadableRows.class).concerns())
                .extracting(Concern::subject)
                .contains("alert_instance", "silence", "inbox_message");
        assertThat(get("/api/tocsin/v1/inbox")).contains("no JSON, shown by this line");
        enqueue("after");
        await(() -> history.countByState().get(DeliveryState.DELIVERED) == 4);
    }

    /** One that this version can read beside each that it cannot. */
    private void leaveRowsInEveryTable() {
        JdbcClient jdbc = jdbc();
        for (String labels : List.of("{\"alertname\":\"good\"}", "{\"alertname\":", "[1]")) {
            jdbc.sql("insert into alert_instance (group_file, group_name, alert_name, rule_labels, fingerprint, labels,"
                            + " state, active_at, fired_at, observed_value, annotations, evaluated_at) values ('f', 'g',"
                            + " 'a', 0, :print, :labels, 'FIRING', current_timestamp, current_timestamp, 1, '{}',"
                            + " current_timestamp)")
                    .param("print", labels.hashCode())
                    .param("labels", labels)
                    .update();
        }
        for (String matchers : List.of(
                "[{\"name\":\"a\",\"type\":\"=\",\"value\":\"b\"}]",
                "[{\"name\":\"a\",\"type\":\"~~\",\"value\":\"b\"}]",
                "{")) {
            jdbc.sql("insert into silence (id, matchers, starts_at, ends_at, author, silence_comment, alert_id,"
                            + " created_at, updated_at, version) values (:id, :matchers, current_timestamp,"
                            + " :ends, 'kim', 'c', '', current_timestamp, current_timestamp, 0)")
                    .param("id", UUID.randomUUID().toString())
                    .param("matchers", matchers)
                    .param("ends", SqlTimes.of(now().plusSeconds(3_600)))
                    .update();
        }
        jdbc.sql("alter table audit_entry drop constraint " + outcomeConstraint())
                .update();
        jdbc.sql("insert into audit_entry (happened_at, actor, address, action, object, detail, outcome, status)"
                        + " values (current_timestamp, 'kim', '', 'POST /x', '', '', 'POSTPONED', 200)")
                .update();
        jdbc.sql("insert into inbox_message (delivery_id, contact_point, message_status, headline, slack_payload,"
                        + " discord_payload, received_at) values (null, 'inbox', 'FIRING', 'no JSON, shown by this line',"
                        + " '{\"text\":', '[]', current_timestamp)")
                .update();
        jdbc.sql("insert into contact_point_health (contact_point, parked_at, parked_reason, parked_detail)"
                        + " values ('gone', current_timestamp, 'A_NEW_REASON', 'x')")
                .update();
    }

    private String outcomeConstraint() {
        return jdbc().sql("select tc.constraint_name from information_schema.table_constraints tc"
                        + " join information_schema.check_constraints cc on cc.constraint_name = tc.constraint_name"
                        + " where lower(tc.table_name) = 'audit_entry' and cc.check_clause like '%REFUSED%'")
                .query(String.class)
                .single();
    }

    private void enqueue(String summary) {
        tocsin.bean(DeliveryOutbox.class).enqueue(new NewDelivery(summary, message(summary, summary)), now());
    }

    private static io.tocsin.message.Message message(String group, String summary) {
        return TestMessages.withGroup(
                TestMessages.firing(ContactPoint.INBOX.value(), TestMessages.alert("server", summary, "d", "line")),
                group);
    }

    /** What this version stores. */
    private String message(String key) {
        return tocsin.bean(TransactionTemplate.class).execute(status -> {
            enqueue(key);
            String json = jdbc().sql("select message from delivery where idempotency_key = :key")
                    .param("key", key)
                    .query(String.class)
                    .single();
            status.setRollbackOnly();
            return json;
        });
    }

    private void update(String key, String json) {
        jdbc().sql("update delivery set message = :json where idempotency_key = :key")
                .param("json", json)
                .param("key", key)
                .update();
    }

    private long id(String key) {
        return jdbc().sql("select id from delivery where idempotency_key = :key")
                .param("key", key)
                .query(Long.class)
                .single();
    }

    private void write(Runnable rows) {
        tocsin.bean(TransactionTemplate.class).executeWithoutResult(status -> rows.run());
    }

    private JdbcClient jdbc() {
        return tocsin.bean(JdbcClient.class);
    }

    private Instant now() {
        return tocsin.bean(Clock.class).instant();
    }

    private String get(String path) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(tocsin.uri(path))
                        .header("Authorization", "Bearer " + RunningTocsin.API_TOKEN)
                        .header("Accept-Language", "en")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(20_000_000);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
