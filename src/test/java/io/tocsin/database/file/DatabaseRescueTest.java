package io.tocsin.database.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.file.OwnerOnly;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.Page;
import org.h2.mvstore.db.ValueDataType;
import org.h2.mvstore.tx.TransactionStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseRescueTest {

    private static final int COMMITS = 40;

    @TempDir
    Path directory;

    @BeforeEach
    void writeADatabase() throws SQLException {
        try (LedgerDatabase database = open()) {
            database.create();
            for (long commit = 1; commit <= COMMITS; commit++) {
                database.commit(commit);
            }
        }
    }

    @Test
    void bringsEverythingOverWhenOnlyTheHeadIsLost() throws IOException, SQLException {
        overwrite(0, new byte[8192]);
        assertThatThrownBy(this::rows).hasMessageContaining("corrupt");

        DatabaseRescue.RescueReport report = DatabaseRescue.run(file(), "now");

        assertThat(rows()).isEqualTo(LedgerDatabase.expectedRows(COMMITS));
        assertThat(report.rows()).containsEntry("LEDGER", (long)
                LedgerDatabase.expectedRows(COMMITS).size());
        assertThat(report.problems()).containsExactly("the head of the file was not readable");
        assertThat(report.damaged())
                .isEqualTo(directory.resolve("db.mv.db.damaged-now"))
                .exists();
        assertThat(Files.list(directory))
                .noneMatch(path -> path.getFileName().toString().startsWith("recover"));
    }

    @Test
    void theNewFileIsForItsOwnerOnly() throws IOException {
        OwnerOnly.file(database());

        Path damaged = DatabaseRescue.run(file(), "now").damaged();

        assertThat(List.of(database(), damaged))
                .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("%s", file)
                        .isEqualTo("rw-------"));
    }

    @Test
    void leavesTheTableOutThatCannotBeRead() throws IOException, SQLException {
        byte[] noise = new byte[16];
        Arrays.fill(noise, (byte) 0xff);
        overwrite(positionOfAPage(), noise);

        DatabaseRescue.RescueReport report = DatabaseRescue.run(file(), "now");

        assertThat(report.problems()).as("%s", report).anyMatch(problem -> problem.contains("left out"));
        assertThat(report.rows()).containsEntry("LAST_COMMIT", 1L);
        assertThat(report.damaged()).exists();
    }

    @Test
    void leavesAFileAloneOfWhichNothingCanBeRead() throws IOException {
        Files.write(database(), new byte[50_000]);

        assertThatThrownBy(() -> DatabaseRescue.run(file(), "now"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("db.mv.db");

        assertThat(database()).hasSize(50_000);
    }

    /** Of the largest table: one leaf of its tree. */
    private long positionOfAPage() {
        try (MVStore store =
                new MVStore.Builder().fileName(database().toString()).readOnly().open()) {
            TransactionStore transactions = new TransactionStore(store, new ValueDataType());
            transactions.init();
            long page = 0;
            long most = 0;
            for (String name : store.getMapNames()) {
                if (name.startsWith("table.")
                        && transactions.begin().openMap(name).sizeAsLong() > most) {
                    MVMap<?, ?> map = store.openMap(name);
                    most = map.sizeAsLong();
                    Page<?, ?> root = map.getRootPage();
                    page = root.isLeaf() ? root.getPos() : root.getChildPagePos(0);
                }
            }
            String chunk = store.getLayoutMap().get("chunk." + Integer.toHexString(DataUtils.getPageChunkId(page)));
            // The newest chunk is in the head of the file only.
            Map<String, ?> place = chunk == null ? store.getStoreHeader() : DataUtils.parseMap(chunk);
            return DataUtils.readHexLong(place, "block", 0) * 4096 + DataUtils.getPageOffset(page);
        }
    }

    private Path file() {
        return directory.resolve("db");
    }

    private Path database() {
        return directory.resolve("db.mv.db");
    }

    private LedgerDatabase open() {
        return new LedgerDatabase(SyncedFilePath.url(file(), false) + ";WRITE_DELAY=0");
    }

    private Map<Integer, String> rows() throws SQLException {
        try (LedgerDatabase database = open()) {
            return database.rows();
        }
    }

    private void overwrite(long position, byte[] bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(database().toFile(), "rw")) {
            file.seek(position);
            file.write(bytes);
        }
    }
}
