package io.tocsin.database.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.start.CannotStartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database file has its name only when all tables are in it. */
class FirstDatabaseTest {

    @TempDir
    Path directory;

    private Path place;

    @BeforeEach
    void nameTheFile() {
        place = directory.resolve("tocsin.mv.db");
    }

    @Test
    void makesAllTablesAndLeavesNothingElse() throws Exception {
        FirstDatabase.makeIfAbsent(place);

        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(place));
        assertThat(Files.getPosixFilePermissions(place)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(users()).isZero();
    }

    /** The application's own settings count from its first connection on, those of the making are not left behind. */
    @Test
    void isWrittenAtEachCommitOnceTheApplicationHasOpenedIt() throws Exception {
        FirstDatabase.makeIfAbsent(place);

        try (Connection connection = DriverManager.getConnection(DatabaseConfiguration.fileUrl(directory), "sa", "");
                Statement statement = connection.createStatement();
                ResultSet settings = statement.executeQuery(
                        "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'")) {
            assertThat(settings.next()).isTrue();
            assertThat(settings.getString(1)).isEqualTo("0");
        }
    }

    @Test
    void leavesTheFileThatIsThere() throws Exception {
        Files.writeString(place, "somebody's");

        FirstDatabase.makeIfAbsent(place);

        assertThat(place).hasContent("somebody's");
        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(place));
    }

    /** The machine, or the process, stopped while it was made: part of it is there, or what the disk had instead. */
    @Test
    void beginsAgainWhenAStartWasCutShort() throws Exception {
        Path workplace = Files.createDirectory(directory.resolve(".creating"));
        Files.createFile(workplace.resolve("lock"));
        String url = "jdbc:h2:file:" + workplace.resolve("tocsin");
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("create table app_user (half int)");
        }

        FirstDatabase.makeIfAbsent(place);

        assertThat(users()).isZero();
        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(place));
    }

    @Test
    void refusesToMakeWhatAnotherProcessIsMaking() throws IOException {
        Path lock = Files.createDirectory(directory.resolve(".creating")).resolve("lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();

            assertThatThrownBy(() -> FirstDatabase.makeIfAbsent(place))
                    .isInstanceOf(CannotStartException.class)
                    .hasMessageContaining(place + " is in use by another process");
            assertThat(place).doesNotExist();
            assertThat(lock).exists();
        }
    }

    @Test
    void saysWhyItCannotBeMade() throws IOException {
        Files.createFile(directory.resolve(".creating"));

        assertThatThrownBy(() -> FirstDatabase.makeIfAbsent(place))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("the database file " + place + " cannot be made");
        assertThat(place).doesNotExist();
    }

    private long users() throws SQLException {
        try (Connection connection = DriverManager.getConnection(DatabaseConfiguration.fileUrl(directory), "sa", "");
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from app_user")) {
            assertThat(count.next()).isTrue();
            return count.getLong(1);
        }
    }
}
