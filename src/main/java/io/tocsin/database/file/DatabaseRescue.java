package io.tocsin.database.file;

import io.tocsin.file.OwnerOnly;
import io.tocsin.text.Shortened;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreTool;
import org.h2.mvstore.db.ValueDataType;
import org.h2.mvstore.tx.TransactionMap;
import org.h2.mvstore.tx.TransactionStore;
import org.h2.tools.Recover;
import org.h2.util.ScriptReader;
import org.jspecify.annotations.Nullable;

/**
 * Brings what can be read of a damaged H2 file into a new one, with H2's own recovery tool. The damaged file is kept beside
 * the new one. A table in which a page cannot be read is left out, because that tool would stop there.
 */
public final class DatabaseRescue {

    private static final String SUFFIX = ".mv.db";
    private static final int MOST_PROBLEMS = 20;

    private final Path file;
    private final Path work;
    private final List<String> problems = new ArrayList<>();
    private int moreProblems;

    /** @param work a directory for what is made on the way; it must not exist, and is deleted in the end */
    private DatabaseRescue(Path file, Path work) {
        this.file = file;
        this.work = work;
    }

    /**
     * What was rescued.
     *
     * @param damaged where the damaged file is kept
     * @param rows how many rows each table of the new file has
     * @param problems what could not be brought over, in lines for people
     */
    public record RescueReport(Path damaged, Map<String, Long> rows, List<String> problems) {

        public RescueReport {
            rows = Map.copyOf(rows);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Replaces the damaged file. Blocks for as long as reading and writing all of it takes.
     *
     * @param file of the database, without H2's suffix
     * @param mark becomes part of the name of the damaged file, for example the time
     * @throws IOException if the file is in use, cannot be read at all, or the new one cannot be written; the damaged one is
     *     where it was
     */
    public static RescueReport run(Path file, String mark) throws IOException {
        DatabaseRescue rescue = new DatabaseRescue(file, file.resolveSibling("recover-" + mark));
        // What is made in it is the whole database, too.
        Files.createDirectory(rescue.work);
        OwnerOnly.directory(rescue.work);
        try {
            rescue.copy();
            rescue.leaveOutUnreadableTables();
            Map<String, Long> rows = rescue.load(rescue.dump());
            return new RescueReport(rescue.replace(mark), rows, rescue.allProblems());
        } catch (SQLException e) {
            throw new IOException("the new database cannot be written: " + e.getMessage(), e);
        } finally {
            deleteAll(rescue.work);
        }
    }

    private Path copied() {
        return work.resolve("damaged" + SUFFIX);
    }

    private void copy() throws IOException {
        Path source = with(SUFFIX);
        try (FileChannel channel = FileChannel.open(source, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                throw new IOException(source + " is in use by another process; stop that one first");
            }
            Files.copy(source, copied());
        }
        try (FileChannel copy = FileChannel.open(copied(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (StoreHeader.read(copy) == null) {
                // H2 looks for the chunks themselves when it recovers, but opens nothing without a header.
                copy.write(StoreHeader.empty(), 0);
                problem("the head of the file was not readable");
            }
        }
    }

    private Path with(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private void leaveOutUnreadableTables() throws IOException {
        List<String> unwanted = new ArrayList<>();
        try (MVStore store = open().readOnly().open()) {
            TransactionStore transactions = new TransactionStore(store, new ValueDataType());
            transactions.init();
            for (String name : store.getMapNames()) {
                String reason = name.startsWith("table.") ? unreadable(transactions, name) : null;
                if (reason != null) {
                    problem(name + " is left out: " + reason);
                }
                // Indexes are made anew.
                if (reason != null || name.startsWith("index.")) {
                    unwanted.add(name);
                }
            }
        } catch (RuntimeException e) {
            throw new IOException("nothing of " + with(SUFFIX) + " can be read: " + e.getMessage(), e);
        }
        forget(unwanted);
        try {
            // The tool below reads every block of a file, and there must be no damaged one among them.
            MVStoreTool.compact(copied().toString(), false);
        } catch (RuntimeException e) {
            throw new IOException("what is left of " + with(SUFFIX) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private MVStore.Builder open() {
        return new MVStore.Builder()
                .fileName(copied().toString())
                .recoveryMode()
                .autoCommitDisabled();
    }

    /** Reads the whole table as the recovery tool will. H2 passes over a page that it cannot read, so what was read is counted. */
    private static @Nullable String unreadable(TransactionStore transactions, String name) {
        try {
            TransactionMap<Object, Object> map = transactions.begin().openMap(name);
            long missing = map.sizeAsLong();
            for (Iterator<Object> keys = map.keyIterator(null); keys.hasNext(); ) {
                map.get(keys.next());
                missing--;
            }
            return missing > 0 ? missing + " of its rows are on pages that cannot be read" : null;
        } catch (RuntimeException | AssertionError e) { // H2 asserts what only a sound file keeps.
            return Shortened.firstLine(e.toString(), 200);
        }
    }

    /** Takes the names of the maps away; their pages stay, and are not looked at. */
    private void forget(List<String> names) {
        try (MVStore store = open().open()) {
            for (String name : names) {
                String key = "name." + name;
                String id = store.getMetaMap().get(key);
                store.getMetaMap().remove(key);
                if (id != null) {
                    store.getMetaMap().remove("map." + id);
                }
            }
            // Marks the names as changed; without it they would not be written.
            store.setStoreVersion(store.getStoreVersion() + 1);
            store.commit();
        }
    }

    private Path dump() throws IOException, SQLException {
        Recover.execute(work.toString(), "damaged");
        return work.resolve("damaged.h2.sql");
    }

    private Map<String, Long> load(Path script) throws IOException, SQLException {
        String url = "jdbc:h2:file:" + work.resolve("new").toAbsolutePath() + ";WRITE_DELAY=500";
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement();
                BufferedReader reader = Files.newBufferedReader(script, StandardCharsets.UTF_8)) {
            execute(reader, statement);
            Map<String, Long> rows = countRows(statement);
            if (rows.isEmpty()) {
                throw new IOException("no table of " + with(SUFFIX) + " can be read");
            }
            statement.execute("shutdown compact");
            return rows;
        }
    }

    private void execute(Reader script, Statement statement) {
        try (ScriptReader statements = new ScriptReader(script)) {
            for (String sql = statements.readStatement(); sql != null; sql = statements.readStatement()) {
                if (sql.contains("--ERROR") || sql.contains("-- ERROR") || sql.contains("// error")) {
                    problem(Shortened.firstLine(sql, 200));
                }
                executeOne(sql, statement);
            }
        }
    }

    private void executeOne(String sql, Statement statement) {
        try {
            if (!sql.isBlank()) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            problem(Shortened.firstLine(String.valueOf(e.getMessage()), 200));
        }
    }

    private static Map<String, Long> countRows(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet found = statement.executeQuery(
                "select table_name from information_schema.tables where table_schema = 'PUBLIC'")) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }
        Map<String, Long> rows = new TreeMap<>();
        for (String table : tables) {
            try (ResultSet count = statement.executeQuery("select count(*) from \"" + table + "\"")) {
                count.next();
                rows.put(table, count.getLong(1));
            }
        }
        return rows;
    }

    private Path replace(String mark) throws IOException {
        Path damaged = with(SUFFIX + ".damaged-" + mark);
        Path made = work.resolve("new" + SUFFIX);
        OwnerOnly.file(made);
        try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(with(SUFFIX), damaged);
        Files.move(made, with(SUFFIX), StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(with(".sync"));
        return damaged;
    }

    private void problem(String line) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(line);
        } else {
            moreProblems++;
        }
    }

    private List<String> allProblems() {
        if (moreProblems > 0) {
            problems.add("and " + moreProblems + " more");
        }
        return problems;
    }

    private static void deleteAll(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path made : files.toList()) {
                Files.delete(made);
            }
        }
        Files.delete(directory);
    }
}
