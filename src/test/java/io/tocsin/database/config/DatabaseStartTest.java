package io.tocsin.database.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.start.CannotStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged database file ends the start with a line that names the way out, and is never replaced by an empty one. */
class DatabaseStartTest {

    @TempDir
    Path directory;

    @Test
    void refusesADamagedFile() throws IOException {
        byte[] noise = new byte[40_000];
        noise[20_000] = 1;
        Files.write(file(), noise);

        assertThatThrownBy(this::open)
                .isInstanceOf(CannotStartException.class)
                .hasMessageEndingWith("tocsin.mv.db is damaged: Store header is corrupt")
                .isInstanceOfSatisfying(
                        CannotStartException.class,
                        e -> assertThat(e.wayOut()).contains("java -jar tocsin.jar recover"));
        assertThat(file()).hasBinaryContent(noise);
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Files.createFile(file());

        assertThatThrownBy(this::open).isInstanceOf(CannotStartException.class).hasMessageContaining("it is empty");
        assertThat(file()).isEmptyFile();
    }

    @Test
    void refusesToBeginAnewWhenTheFileIsGone() throws IOException {
        Files.write(directory.resolve("tocsin.sync"), new byte[64]);

        assertThatThrownBy(this::open).isInstanceOf(CannotStartException.class).hasMessageContaining("is gone");
        assertThat(file()).doesNotExist();
    }

    private Path file() {
        return directory.resolve("tocsin.mv.db");
    }

    private void open() throws Exception {
        DatabaseStart.h2(DatabaseConfiguration.fileUrl(directory), file()).close();
    }
}
