package io.tocsin.database.transfer;

import io.tocsin.database.config.DatabaseProperties;
import io.tocsin.file.OwnerOnly;
import io.tocsin.start.CannotStartException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes everything of a database into a ZIP file that needs neither H2 nor PostgreSQL to be read: {@code manifest.json}, and
 * for each table a file with one JSON object per row. What is encrypted in the database is so in the file.
 */
public final class DatabaseExport {

    private DatabaseExport() {}

    /**
     * Blocks. The file appears when it is whole; only its owner may read it.
     *
     * @param now what it says of when it was made
     * @return the rows of each table
     * @throws CannotStartException when the database cannot be opened, or is a file in use
     * @throws TransferException when it is of another version, or the file is there already or cannot be written
     */
    public static Map<String, Long> run(DatabaseProperties from, Path file, Instant now) {
        Path target = file.toAbsolutePath().normalize();
        if (Files.exists(target)) {
            throw new TransferException("there is a file already: " + target);
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (SourceDatabase source = SourceDatabase.open(from)) {
            Files.deleteIfExists(part);
            Files.createFile(part, OwnerOnly.newFile(part));
            try {
                Map<String, Long> rows = write(source, part, now);
                try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                return rows;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (SQLException e) {
            throw new TransferException("the database says: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TransferException(target + " cannot be written: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new TransferException(target + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static Map<String, Long> write(SourceDatabase source, Path file, Instant now)
            throws SQLException, IOException {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (Table table : source.tables()) {
            rows.put(table.name(), Tables.count(source.connection(), table));
        }
        String program = DatabaseExport.class.getPackage().getImplementationVersion();
        ExportManifest manifest = new ExportManifest(
                source.version(), program == null ? "(not packaged)" : program, now.toString(), source.product(), rows);
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            zip.putNextEntry(new ZipEntry(ExportManifest.NAME));
            zip.write(manifest.write().getBytes(StandardCharsets.UTF_8));
            for (Table table : source.tables()) {
                zip.putNextEntry(new ZipEntry(ExportManifest.entryOf(table.name())));
                long written = write(source, table, zip);
                long counted = rows.getOrDefault(table.name(), 0L);
                if (written != counted) {
                    throw new TransferException("the table " + table.name() + " has " + counted + " rows, and "
                            + written + " of them could be read");
                }
            }
        }
        return rows;
    }

    private static long write(SourceDatabase source, Table table, OutputStream out) throws SQLException {
        RowText text = new RowText(table);
        long[] written = {0};
        Tables.read(source.connection(), table, row -> {
            try {
                out.write((text.write(row) + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            written[0]++;
        });
        return written[0];
    }
}
