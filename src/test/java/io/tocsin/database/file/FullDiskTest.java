package io.tocsin.database.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.database.ClosedDatabase;
import io.tocsin.database.H2File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, and then is not: H2 must go on without a restart, and with all that it committed. */
class FullDiskTest {

    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final int CONNECTIONS = 3;

    @TempDir
    Path directory;

    private Path file;
    private HikariDataSource pool;
    private LedgerDatabase database;

    @BeforeEach
    void createADatabase() throws SQLException {
        SmallDisk.endOfDisk = UNLIMITED;
        FilePath.register(new SmallDisk());
        file = Path.of("small:" + directory.resolve("db"));
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(SyncedFilePath.url(file, false) + ";WRITE_DELAY=0;RETENTION_TIME=0");
        config.setUsername("sa");
        config.setPassword("");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(5_000);
        config.setExceptionOverride(new ClosedDatabase());
        pool = new HikariDataSource(config);
        database = new LedgerDatabase(pool);
        database.create();
    }

    @AfterEach
    void close() {
        SmallDisk.endOfDisk = UNLIMITED;
        pool.close();
    }

    @Test
    void goesOnWithoutARestartWhenThereIsRoomAgain() throws SQLException {
        long committed = 5;
        commit(1, 5);
        SmallDisk.endOfDisk = 0;
        assertThatThrownBy(() -> commit(committed + 1, 3)).isInstanceOf(SQLException.class);

        SmallDisk.endOfDisk = UNLIMITED;
        long found = lastCommitAfterEachStaleConnectionFailedOnce();

        assertThat(found).isBetween(committed, committed + 1);
        assertThat(database.rows()).isEqualTo(LedgerDatabase.expectedRows(found));
        database.commit(found + 1);
        assertThat(database.rows()).isEqualTo(LedgerDatabase.expectedRows(found + 1));
    }

    @Test
    void goesOnInTheRoomThatWasReservedWhileTheDiskIsFull() throws SQLException {
        try (DatabaseSync sync = new DatabaseSync(new H2File(pool), file, 4L * 1024 * 1024)) {
            for (int mebibyte = 0; mebibyte < 5; mebibyte++) {
                sync.sync();
            }
            SmallDisk.endOfDisk = 0;
            for (long commit = 1; commit <= 30; commit++) {
                database.commit(commit);
                sync.sync();
            }
        }

        assertThat(database.rows()).isEqualTo(LedgerDatabase.expectedRows(30));
    }

    private long lastCommitAfterEachStaleConnectionFailedOnce() throws SQLException {
        for (int stale = 0; stale < CONNECTIONS; stale++) {
            try {
                return database.lastCommit();
            } catch (SQLException e) {
                assertThat(e.getMessage()).contains("closed");
            }
        }
        return database.lastCommit();
    }

    private void commit(long first, int commits) throws SQLException {
        for (long commit = first; commit < first + commits; commit++) {
            database.commit(commit);
        }
    }

    /** A file system on which no file grows when the disk is full; what is there may be overwritten, as on most. */
    public static final class SmallDisk extends FilePathWrapper {

        private static volatile long endOfDisk = UNLIMITED;

        @Override
        public String getScheme() {
            return "small";
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            return new SmallFile(getBase().open(mode));
        }
    }

    private static final class SmallFile extends ForwardingFile {

        SmallFile(FileChannel file) {
            super(file);
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            long end = Math.max(SmallDisk.endOfDisk, size());
            if (position + bytes.remaining() > end) {
                throw new IOException("No space left on device");
            }
            return super.write(bytes, position);
        }
    }
}
