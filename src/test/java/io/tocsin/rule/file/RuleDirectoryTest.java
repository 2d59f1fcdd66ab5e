package io.tocsin.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts of one length and with one time: by their stamps nobody tells them apart. */
class RuleDirectoryTest {

    private static final Instant WRITTEN = Instant.parse("2026-11-20T10:00:00.123456789Z");
    private static final String ONE = "groups: [] # one";
    private static final String TWO = "groups: [] # two";

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(WRITTEN.plus(Duration.ofHours(1)));
    private RuleDirectory directory;

    @BeforeEach
    void open() throws IOException {
        directory = new RuleDirectory(folder, Map.of(), clock);
        write("a.yml", ONE);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
        Files.setLastModifiedTime(folder.resolve(file), FileTime.from(WRITTEN));
    }

    private static String text(RuleDirectory.DirectoryScan scan) {
        return scan.files().get("a.yml").text();
    }

    @Test
    void readsNoFileAgainWhoseStampIsAsItWas() throws IOException {
        RuleFileContent read = directory.scan().files().get("a.yml");
        write("a.yml", TWO);

        assertThat(directory.look().files().get("a.yml")).isSameAs(read);
        assertThat(text(directory.look())).isEqualTo(ONE);
    }

    @Test
    void readsEveryFileWhenItIsTold() throws IOException {
        directory.scan();
        write("a.yml", TWO);

        assertThat(text(directory.scan())).isEqualTo(TWO);
        assertThat(text(directory.look())).isEqualTo(TWO);
    }

    @Test
    void readsEveryFileAgainAfterAMinute() throws IOException {
        directory.scan();
        write("a.yml", TWO);

        clock.tick(Duration.ofSeconds(59));
        assertThat(text(directory.look())).isEqualTo(ONE);
        clock.tick(Duration.ofSeconds(1));
        assertThat(text(directory.look())).isEqualTo(TWO);
    }

    /** Nothing says how old what was read is. */
    @Test
    void readsEveryFileAgainWhenTheClockWasSetBack() throws IOException {
        directory.scan();
        write("a.yml", TWO);

        clock.tick(Duration.ofSeconds(-1));

        assertThat(text(directory.look())).isEqualTo(TWO);
    }

    /** Within its grain of time a file system gives two versions the same time. */
    @Test
    void readsAFileAgainThatWasYoungWhenItWasRead() throws IOException {
        clock.set(WRITTEN.plusSeconds(1));
        directory.scan();
        write("a.yml", TWO);
        clock.set(WRITTEN.plusSeconds(10));

        assertThat(text(directory.look())).isEqualTo(TWO);
    }

    @Test
    void readsAFileOfTheFutureAlways() throws IOException {
        clock.set(WRITTEN.minus(Duration.ofHours(1)));
        directory.scan();
        write("a.yml", TWO);

        assertThat(text(directory.look())).isEqualTo(TWO);
    }

    @Test
    void readsAFileThatGotAnotherTime() throws IOException {
        directory.scan();
        Files.writeString(folder.resolve("a.yml"), TWO);
        Files.setLastModifiedTime(folder.resolve("a.yml"), FileTime.from(WRITTEN.plusMillis(1)));

        assertThat(text(directory.look())).isEqualTo(TWO);
    }

    @Test
    void readsAFileThatGotAnotherSize() throws IOException {
        directory.scan();
        write("a.yml", TWO + "2");

        assertThat(text(directory.look())).isEqualTo(TWO + "2");
    }

    /** As most editors and all careful programs write. */
    @Test
    void readsAFileThatWasPutInThePlaceOfAnother() throws IOException {
        directory.scan();
        write("new.tmp", TWO);
        Files.move(folder.resolve("new.tmp"), folder.resolve("a.yml"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(text(directory.look())).isEqualTo(TWO);
    }

    /** As Kubernetes swaps the versions of a mounted ConfigMap: what the visible name leads to is another file. */
    @Test
    void readsAFileBehindALinkThatWasSwapped() throws IOException {
        Files.delete(folder.resolve("a.yml"));
        Files.createDirectories(folder.resolve("..1"));
        Files.createDirectories(folder.resolve("..2"));
        write("..1/a.yml", ONE);
        write("..2/a.yml", TWO);
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(folder.resolve("a.yml"), Path.of("..data/a.yml"));
        assertThat(text(directory.scan())).isEqualTo(ONE);

        Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2"));
        Files.move(folder.resolve("..data_tmp"), folder.resolve("..data"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(text(directory.look())).isEqualTo(TWO);
    }

    /** Whoever keeps what was read keeps one text, however often the file is read. */
    @Test
    void givesTheSameTextAgainWhenAFileThatWasReadAgainIsTheSame() {
        RuleFileContent read = directory.scan().files().get("a.yml");

        assertThat(directory.scan().files().get("a.yml")).isSameAs(read);
    }

    @Test
    void forgetsAFileThatIsGone() throws IOException {
        directory.scan();
        Files.delete(folder.resolve("a.yml"));
        assertThat(directory.look().files()).isEmpty();
        write("a.yml", TWO);

        assertThat(text(directory.look())).isEqualTo(TWO);
    }
}
