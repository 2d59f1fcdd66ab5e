package io.tocsin.database.transfer;

import io.tocsin.database.config.DatabaseProperties;
import io.tocsin.start.CannotStartException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Makes a database of what {@link DatabaseExport} wrote: all of it, or nothing. */
public final class DatabaseImport {

    private final ZipFile file;
    private final ExportManifest manifest;

    private DatabaseImport(ZipFile file, ExportManifest manifest) {
        this.file = file;
        this.manifest = manifest;
    }

    /**
     * What was imported.
     *
     * @param about what the file says of itself, in one line
     * @param rows of each table
     * @param replaced in how many texts a character was replaced that the database cannot hold
     */
    public record ImportReport(String about, Map<String, Long> rows, long replaced) {}

    /**
     * Blocks. The database is there when all of it is; until then there is none.
     *
     * @param to an H2 file that does not exist, or a PostgreSQL without tables
     * @throws CannotStartException when the database cannot be opened
     * @throws TransferException when there is one already, or the file is damaged or of another version
     */
    public static ImportReport run(Path file, DatabaseProperties to) {
        if (!Files.isRegularFile(file)) {
            throw new TransferException("there is no file " + file.toAbsolutePath());
        }
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            return new DatabaseImport(zip, manifest(zip)).into(to);
        } catch (ZipException e) {
            throw new TransferException(file + " is damaged, or no export of Tocsin's database: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TransferException(String.valueOf(e.getMessage()), e);
        } catch (SQLException e) {
            throw new TransferException("the database says: " + e.getMessage(), e);
        }
    }

    private static ExportManifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(ExportManifest.NAME);
        if (entry == null) {
            throw new TransferException(
                    zip.getName() + " is no export of Tocsin's database: it has no " + ExportManifest.NAME
                            + (zip.getEntry("about.txt") == null ? "" : "; put a backup back with \"tocsin restore\""));
        }
        try (InputStream content = zip.getInputStream(entry)) {
            return ExportManifest.read(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private ImportReport into(DatabaseProperties to) throws SQLException, IOException {
        readWholeFile();
        try (TargetDatabase target = TargetDatabase.make(to)) {
            requireSameVersion(target);
            requireSameTables(target);
            long replaced = 0;
            for (Table table : target.tables()) {
                try (TableWriter writer = target.writer(table)) {
                    fill(table, writer);
                    replaced += writer.replaced();
                }
                long stated = manifest.rows().getOrDefault(table.name(), 0L);
                long imported = target.count(table);
                if (stated != imported) {
                    throw new TransferException("the table " + table.name() + " should have " + stated + " rows, and "
                            + imported + " were imported");
                }
            }
            target.keep();
            return new ImportReport(
                    "made by Tocsin " + manifest.program() + " at " + manifest.madeAt() + " from "
                            + manifest.database(),
                    manifest.rows(),
                    replaced);
        }
    }

    /** A damaged file is found before anything is made. */
    private void readWholeFile() throws IOException {
        for (String table : manifest.rows().keySet()) {
            try (InputStream content = file.getInputStream(entry(table))) {
                content.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    private ZipEntry entry(String table) {
        ZipEntry entry = file.getEntry(ExportManifest.entryOf(table));
        if (entry == null) {
            throw new TransferException("the file is not whole: " + ExportManifest.entryOf(table) + " is missing");
        }
        return entry;
    }

    private void requireSameVersion(TargetDatabase target) {
        if (!manifest.schema().equals(target.version())) {
            throw new TransferException("the file is of version " + manifest.schema() + " and this program of "
                    + target.version() + "; import it with Tocsin " + manifest.program()
                    + ", which made it, and start this version with that database");
        }
    }

    private void requireSameTables(TargetDatabase target) {
        Set<String> expected = target.tables().stream().map(Table::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> present = new TreeSet<>(manifest.rows().keySet());
        if (!present.equals(expected)) {
            Set<String> differing = new TreeSet<>(expected);
            differing.removeAll(present);
            present.removeAll(expected);
            differing.addAll(present);
            throw new TransferException(
                    "the file and this program differ in the tables " + String.join(", ", differing));
        }
    }

    private void fill(Table table, TableWriter writer) throws SQLException, IOException {
        RowText text = new RowText(table);
        int number = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(file.getInputStream(entry(table.name())), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                writer.add(text.read(line));
            }
            writer.flush();
        } catch (IllegalArgumentException e) {
            throw new TransferException(ExportManifest.entryOf(table.name()) + ":" + number + ": " + e.getMessage(), e);
        }
    }
}
