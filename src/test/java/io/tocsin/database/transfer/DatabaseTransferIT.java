package io.tocsin.database.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.PostgresServer;
import io.tocsin.TestDatabase;
import io.tocsin.database.config.DatabaseProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class DatabaseTransferIT {

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    @TempDir
    private Path home;

    @Test
    void everyRowComesThroughFromH2ToPostgresAndBackAndAsItIsCopied() throws IOException {
        Path first = filledH2();

        Map<String, Long> exported = DatabaseExport.run(h2(first), home.resolve("1.zip"), NOW);
        String url = PostgresServer.newDatabase();
        DatabaseImport.ImportReport intoPostgres = DatabaseImport.run(home.resolve("1.zip"), postgres(url));
        DatabaseExport.run(postgres(url), home.resolve("2.zip"), NOW);
        DatabaseImport.run(home.resolve("2.zip"), h2(home.resolve("second")));
        DatabaseExport.run(h2(home.resolve("second")), home.resolve("3.zip"), NOW);
        String copied = PostgresServer.newDatabase();
        Map<String, Long> moved = DatabaseMove.run(h2(first), postgres(copied));
        DatabaseExport.run(postgres(copied), home.resolve("4.zip"), NOW);

        assertThat(exported)
                .containsEntry("delivery_attempt", 1L)
                .containsEntry("alert_instance", 3L)
                .containsEntry("dispatch_lock", 1L)
                .containsEntry("audit_entry", 250L)
                .containsEntry("saved_view", 0L);
        assertThat(intoPostgres.rows()).isEqualTo(exported);
        assertThat(intoPostgres.replaced()).isZero();
        assertThat(moved).isEqualTo(exported);
        Map<String, List<String>> rows = rows(home.resolve("1.zip"));
        assertThat(rows).hasSameSizeAs(exported);
        assertThat(rows.get("/tables/alert_instance.jsonl"))
                .anySatisfy(row -> assertThat(row)
                        .contains("\"observed_value\":\"NaN\"", "한국어", "\"active_at\":\"2026-11-22T07:59:59.123456Z\""))
                .anySatisfy(row -> assertThat(row).contains("\"observed_value\":\"-Infinity\""));
        assertThat(rows.get("/tables/group_cursor.jsonl").get(0)).contains("\"evaluations\":\"AP+A\"");
        assertThat(rows(home.resolve("2.zip"))).isEqualTo(rows);
        assertThat(rows(home.resolve("3.zip"))).isEqualTo(rows);
        assertThat(rows(home.resolve("4.zip"))).isEqualTo(rows);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("1.zip"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("second/tocsin.mv.db"))))
                .isEqualTo("rw-------");
        try (TestDatabase h2 = TestDatabase.h2WithoutSync(home.resolve("second"));
                TestDatabase viaFile = TestDatabase.postgres(url);
                TestDatabase direct = TestDatabase.postgres(copied)) {
            for (TestDatabase database : List.of(h2, viaFile, direct)) {
                assertThat(nextAuditId(database.template())).isGreaterThan(250);
                assertThat(nextAuditId(database.template())).isGreaterThan(251);
            }
        }
    }

    @Test
    void whatIsThereStaysAndWhatDoesNotFitIsRefusedWithoutATrace() throws Exception {
        Path first = filledH2();
        Path file = home.resolve("1.zip");
        DatabaseExport.run(h2(first), file, NOW);
        Path damaged = Files.copy(file, home.resolve("damaged.zip"));
        Files.write(damaged, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) / 2));
        String used = PostgresServer.newDatabase();
        DatabaseImport.run(file, postgres(used));
        String empty = PostgresServer.newDatabase();

        refused(() -> DatabaseExport.run(h2(first), file, NOW), "there is a file already: " + file);
        refused(() -> DatabaseExport.run(h2(home.resolve("none")), home.resolve("x.zip"), NOW), "no database file");
        refused(() -> DatabaseExport.run(postgres(empty), home.resolve("x.zip"), NOW), "has no tables of Tocsin");
        refused(() -> DatabaseImport.run(file, h2(first)), "there is a database already");
        refused(() -> DatabaseImport.run(file, postgres(used)), "not empty: it has the table alert_event");
        refused(() -> DatabaseMove.run(h2(first), postgres(used)), "not empty: it has the table alert_event");
        refused(() -> DatabaseImport.run(damaged, postgres(empty)), "is damaged");
        for (DatabaseProperties target : List.of(postgres(empty), h2(home.resolve("third")))) {
            refused(
                    () -> DatabaseImport.run(
                            changed(file, "manifest.json", "\"schema\":\"1.5\"", "\"schema\":\"1.2\""), target),
                    "the file is of version 1.2 and this program of 1.5");
            refused(
                    () -> DatabaseImport.run(
                            changed(file, "tables/audit_entry.jsonl", "\"id\":250,", "\"id\":249,"), target),
                    "the database says: ");
            refused(
                    () -> DatabaseImport.run(
                            changed(file, "tables/audit_entry.jsonl", "\"id\":250,", "\"id\":\"x\","), target),
                    "tables/audit_entry.jsonl:250: the column \"id\" has a value of another kind");
            refused(
                    () -> DatabaseImport.run(
                            changed(file, "manifest.json", "\"audit_entry\":250", "\"audit_entry\":251"), target),
                    "the table audit_entry should have 251 rows, and 250 were imported");
        }

        assertThat(home.resolve("third/tocsin.mv.db")).doesNotExist();
        assertThat(home.resolve("third/.importing")).doesNotExist();
        assertThat(home.resolve("x.zip")).doesNotExist();
        assertThat(home.resolve("x.zip.part")).doesNotExist();
        assertThat(DatabaseImport.run(file, postgres(empty)).rows()).containsEntry("audit_entry", 250L);
        assertThat(DatabaseImport.run(file, h2(home.resolve("third"))).rows()).containsEntry("audit_entry", 250L);
    }

    @Test
    void whatPostgresCannotHoldIsReplacedAndCounted() throws IOException {
        Path first = filledH2();
        try (TestDatabase database = TestDatabase.h2WithoutSync(first)) {
            database.template()
                    .update("insert into saved_view (user_name, name, query) values ('u', 'v', ?)", "a\u0000b\ud83d");
        }
        DatabaseExport.run(h2(first), home.resolve("1.zip"), NOW);
        String url = PostgresServer.newDatabase();

        DatabaseImport.ImportReport report = DatabaseImport.run(home.resolve("1.zip"), postgres(url));
        DatabaseImport.run(home.resolve("1.zip"), h2(home.resolve("second")));

        assertThat(report.replaced()).isEqualTo(1);
        try (TestDatabase postgres = TestDatabase.postgres(url);
                TestDatabase h2 = TestDatabase.h2WithoutSync(home.resolve("second"))) {
            String query = "select query from saved_view";
            assertThat(postgres.template().queryForObject(query, String.class)).isEqualTo("a\ufffdb\ufffd");
            assertThat(h2.template().queryForObject(query, String.class)).isEqualTo("a\u0000b\ud83d");
        }
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable transfer, String why) {
        assertThatThrownBy(transfer).isInstanceOf(TransferException.class).hasMessageContaining(why);
    }

    private static DatabaseProperties h2(Path directory) {
        return new DatabaseProperties(directory, Duration.ofSeconds(1), new DatabaseProperties.Db("", "", "", 2));
    }

    private DatabaseProperties postgres(String url) {
        return new DatabaseProperties(
                home.resolve("unused"), Duration.ofSeconds(1), new DatabaseProperties.Db(url, "postgres", "", 2));
    }

    /** With every kind of column, values at the edges, and rows that refer to others. */
    private Path filledH2() {
        Path directory = home.resolve("first");
        try (TestDatabase database = TestDatabase.h2WithoutSync(directory)) {
            JdbcTemplate jdbc = database.template();
            String time = "timestamp with time zone '2026-11-22 16:59:59.123456+09:00'";
            for (String value : List.of("'NaN'", "'-Infinity'", "1e-300")) {
                jdbc.update("insert into alert_instance (group_file, group_name, alert_name, rule_labels, fingerprint,"
                        + " labels, state, active_at, observed_value, annotations) values ('g.yml', 'g', 'a', -9223372036854775808,"
                        + " (select count(*) from alert_instance), '{\"job\":\"한국어 \"\"x\"\"\"}', 'FIRING', "
                        + time + ", " + value + ", 'two\nlines\\')");
            }
            jdbc.update("insert into group_cursor values ('g.yml;g', 'g.yml', 'g', " + time + ", 7, x'00ff80', null)");
            jdbc.update(
                    "insert into delivery (idempotency_key, contact_point, group_hash, state, reason, message_status,"
                            + " headline, message, queued_at, due_at) values ('k', 'slack', repeat('a', 64), 'DELIVERED', 'FIRED',"
                            + " 'FIRING', 'h', repeat('긴 글 ', 50000), " + time + ", " + time + ")");
            jdbc.update("insert into delivery_attempt select id, 1, " + time + ", " + time
                    + ", 'DELIVERED', null, '' from delivery");
            jdbc.update("insert into silence values ('s', '[]', " + time + ", " + time + ", 'kim', '', '', " + time
                    + ", " + time + ", 1, null, null)");
            jdbc.update("insert into silence_suppression values ('s', 'k', 'slack', true, " + time + ", '{}')");
            jdbc.update("insert into contact_point values ('slack', 'encrypted', 'key1')");
            jdbc.update("insert into audit_entry (happened_at, actor, address, action, object, detail, outcome, status)"
                    + " select " + time + ", 'kim', '', 'a', 'o', 'd' || x, 'DONE', 200 from system_range(1, 250)");
        }
        return directory;
    }

    private static long nextAuditId(JdbcTemplate jdbc) {
        jdbc.update(
                "insert into audit_entry (happened_at, actor, address, action, object, detail, outcome, status)"
                        + " select happened_at, actor, address, action, object, detail, outcome, status from audit_entry where id = 1");
        Long newest = jdbc.queryForObject("select max(id) from audit_entry", Long.class);
        return newest == null ? 0 : newest;
    }

    /** The lines of every table, sorted: in which order a database has them is its own affair. */
    private static Map<String, List<String>> rows(Path export) throws IOException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (FileSystem zip = FileSystems.newFileSystem(export);
                Stream<Path> tables = Files.list(zip.getPath("/tables"))) {
            for (Path table : tables.toList()) {
                List<String> lines = new ArrayList<>(Files.readAllLines(table));
                lines.sort(null);
                rows.put(table.toString(), lines);
            }
        }
        return rows;
    }

    private Path changed(Path export, String entry, String from, String to) throws IOException {
        Path copy = home.resolve("changed.zip");
        Files.deleteIfExists(copy);
        Files.copy(export, copy);
        try (FileSystem zip = FileSystems.newFileSystem(copy)) {
            Path inside = zip.getPath(entry);
            String text = Files.readString(inside);
            assertThat(text).contains(from);
            Files.write(inside, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
        }
        return copy;
    }
}
