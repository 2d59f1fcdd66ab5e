package io.tocsin.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataRestoreTest {

    @TempDir
    private Path home;

    @Test
    void whatIsBackedUpAndRestoredIsForItsOwnerOnly() throws Exception {
        Path backup = backup();
        assertThat(permissions(backup)).isEqualTo("rw-------");
        Path target = home.resolve("new/data");

        DataRestore.RestoreReport first = DataRestore.run(backup, target, "one");
        DataRestore.RestoreReport second = DataRestore.run(backup, target, "two");

        assertThat(first.kept()).isEmpty();
        assertThat(second.kept()).isEqualTo(target.resolve("before-restore-two").toString());
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(target)) {
            for (Path file : files.toList()) {
                all.put(target.relativize(file).toString(), permissions(file));
            }
        }
        assertThat(all)
                .containsOnly(
                        Map.entry("", "rwx------"),
                        Map.entry("log-store", "rwx------"),
                        Map.entry("log-store/segment-1.log", "rw-------"),
                        Map.entry("secret.key", "rw-------"),
                        Map.entry("tocsin.mv.db", "rw-------"),
                        Map.entry("before-restore-two", "rwx------"),
                        Map.entry("before-restore-two/log-store", "rwx------"),
                        Map.entry("before-restore-two/log-store/segment-1.log", "rw-------"),
                        Map.entry("before-restore-two/secret.key", "rw-------"),
                        Map.entry("before-restore-two/tocsin.mv.db", "rw-------"));
        assertThat(Files.readString(target.resolve("secret.key"))).isEqualTo("the key");
    }

    @Test
    void anArchiveThatLeadsElsewhereIsRefusedAndChangesNothing() throws IOException {
        Path target = Files.createDirectory(home.resolve("data"));
        Files.writeString(target.resolve("secret.key"), "kept");

        for (String name : List.of(
                "../outside", "log-store/../../outside", "/tmp/outside", "secret.key/../../outside", "about.txt/x")) {
            Path archive = home.resolve("archive.zip");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
                for (String entry : List.of("about.txt", "secret.key", name)) {
                    zip.putNextEntry(new ZipEntry(entry));
                    zip.write(new byte[] {1});
                }
            }

            assertThatThrownBy(() -> DataRestore.run(archive, target, "now"))
                    .hasMessageContaining("no backup of Tocsin");

            assertThat(home.resolve("outside")).doesNotExist();
            assertThat(target.toFile().list()).containsExactly("secret.key");
            assertThat(Files.readString(target.resolve("secret.key"))).isEqualTo("kept");
        }
    }

    /** Of a data directory whose files everybody may read: the one of an early version, say. */
    private Path backup() throws Exception {
        Path data = Files.createDirectory(home.resolve("data"));
        Files.writeString(data.resolve("secret.key"), "the key");
        Files.writeString(Files.createDirectory(data.resolve("log-store")).resolve("segment-1.log"), "lines");
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:file:" + data.resolve("tocsin"));
        try (Connection connection = database.getConnection()) {
            connection.createStatement().execute("create table t (x int)");
            return new DataBackup(data, database, Clock.systemUTC()).make();
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
