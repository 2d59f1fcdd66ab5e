package io.tocsin.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the data directory that is taken while everything runs: the H2 database at one moment, then the segments of the log
 * store. Segments are only ever appended to, so what is copied later holds all lines that the database has seen; a record that is
 * being written is cut off when it is read. A PostgreSQL is left to its own tools.
 */
public final class DataBackup {

    static final String ABOUT = "about.txt";
    static final String DATABASE = "tocsin.mv.db";
    static final String SEGMENTS = "log-store";
    static final String KEY = "secret.key";

    /** What is left for those who write meanwhile. */
    private static final long LEFT_FREE = 256L * 1024 * 1024;

    private static final String SEGMENT_NAME = "segment-\\d+\\.log";

    private final Path dataDir;
    private final @Nullable DataSource h2;
    private final Clock clock;

    /** @param h2 null: the database is elsewhere */
    public DataBackup(Path dataDir, @Nullable DataSource h2, Clock clock) {
        this.dataDir = dataDir.toAbsolutePath().normalize();
        this.h2 = h2;
        this.clock = clock;
    }

    /** Whether the database is part of it. */
    public boolean holdsDatabase() {
        return h2 != null;
    }

    /**
     * Makes the backup beside the data; the caller deletes it. Blocks for as long as the disk takes.
     *
     * @throws IOException when it cannot be made; then nothing is left of it
     */
    public synchronized Path make() throws IOException {
        deleteLeftOvers();
        refuseWithoutRoom();
        Path file = Files.createTempFile(dataDir, ".backup-", ".zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            put(zip, ABOUT, about());
            addDatabase(zip);
            addSegments(zip);
            addIfThere(zip, KEY, dataDir.resolve(KEY));
            return file;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Of a process that died meanwhile; one that is just being sent is open, and goes away with that. */
    private void deleteLeftOvers() throws IOException {
        try (Stream<Path> files = Files.list(dataDir)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith(".backup-"))
                    .toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The database is there twice for a moment; how well all of it packs is not known. */
    private void refuseWithoutRoom() throws IOException {
        long needed = LEFT_FREE
                + (h2 == null ? 0 : 2 * dataDir.resolve(DATABASE).toFile().length());
        for (Path segment : segments()) {
            needed += segment.toFile().length();
        }
        long free = Files.getFileStore(dataDir).getUsableSpace();
        if (free < needed) {
            throw new IOException("the disk of " + dataDir + " has " + free / 1_000_000
                    + " MB free, and the backup may need " + needed / 1_000_000 + " MB");
        }
    }

    private String about() {
        String version = DataBackup.class.getPackage().getImplementationVersion();
        return "Backup of Tocsin " + (version == null ? "(not packaged)" : version) + "\nat " + clock.instant()
                + "\ndatabase " + (h2 == null ? "not in it, it is a PostgreSQL" : "H2") + "\n";
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    /** H2 packs its file itself, whole and at one moment, while others go on writing. */
    private void addDatabase(ZipOutputStream zip) throws IOException {
        DataSource source = h2;
        if (source == null) {
            return;
        }
        Path packed = Files.createTempFile(dataDir, ".backup-", ".h2");
        try {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("backup to '" + packed.toString().replace("'", "''") + "'");
            } catch (SQLException e) {
                throw new IOException("H2 cannot be copied: " + e.getMessage(), e);
            }
            try (ZipInputStream inside = new ZipInputStream(Files.newInputStream(packed))) {
                ZipEntry entry = inside.getNextEntry();
                while (entry != null && !entry.getName().endsWith(".mv.db")) {
                    entry = inside.getNextEntry();
                }
                if (entry == null) {
                    throw new IOException("H2 made a backup without its file");
                }
                zip.putNextEntry(new ZipEntry(DATABASE));
                inside.transferTo(zip);
                zip.closeEntry();
            }
        } finally {
            Files.deleteIfExists(packed);
        }
    }

    private void addSegments(ZipOutputStream zip) throws IOException {
        for (Path segment : segments()) {
            addIfThere(zip, SEGMENTS + "/" + segment.getFileName(), segment);
        }
    }

    private List<Path> segments() throws IOException {
        Path directory = dataDir.resolve(SEGMENTS);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches(SEGMENT_NAME))
                    .sorted()
                    .toList();
        }
    }

    /** Retention may take a segment away at any moment. */
    private static void addIfThere(ZipOutputStream zip, String name, Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            zip.putNextEntry(new ZipEntry(name));
            content.transferTo(zip);
            zip.closeEntry();
        } catch (NoSuchFileException e) {
            // It is older than anybody may ask for, or never was.
            return;
        }
    }
}
