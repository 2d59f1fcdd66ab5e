package io.tocsin.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class DataBackupTest {

    private static final long MORE_THAN_ANY_DISK_HAS = 6L << 40;

    @TempDir
    private Path dataDir;

    /** A segment that is larger than what is free, although it takes nothing. */
    public static void fillBeyondTheDisk(Path dataDir) throws IOException {
        Path segments = Files.createDirectories(dataDir.resolve("log-store"));
        try (RandomAccessFile sparse =
                new RandomAccessFile(segments.resolve("segment-1.log").toFile(), "rw")) {
            sparse.setLength(MORE_THAN_ANY_DISK_HAS);
        }
    }

    @Test
    void isRefusedBeforeAnythingIsWrittenWhenTheDiskHasTooLittleRoom() throws IOException {
        fillBeyondTheDisk(dataDir);
        DataBackup backup = new DataBackup(dataDir, null, Clock.systemUTC());

        assertThatThrownBy(backup::make)
                .isInstanceOf(IOException.class)
                .hasMessageMatching(".* has \\d+ MB free, and the backup may need \\d{7} MB");

        assertThat(dataDir.toFile().list()).containsExactly("log-store");
    }

    @Test
    void oneThatCannotBeMadeLeavesNothing() throws IOException {
        Files.createDirectories(dataDir.resolve("log-store/segment-1.log"));
        DataBackup backup = new DataBackup(dataDir, null, Clock.systemUTC());

        assertThatThrownBy(backup::make).isInstanceOf(IOException.class);

        assertThat(dataDir.toFile().list()).containsExactly("log-store");
    }

    @Test
    void leftOversOfAProcessThatDiedGoAway() throws IOException {
        Files.writeString(dataDir.resolve(".backup-1.zip"), "half");

        Path made = new DataBackup(dataDir, null, Clock.systemUTC()).make();

        assertThat(dataDir.toFile().list()).containsExactly(made.getFileName().toString());
    }
}
