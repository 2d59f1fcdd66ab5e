package io.tocsin.database.config;

import io.tocsin.database.file.DatabaseRescue;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.TreeMap;

/** {@code java -jar tocsin.jar recover}: makes a new database file of what can be read of a damaged one. */
public final class RecoverCommand {

    public static final String NAME = "recover";
    private static final DateTimeFormatter MARK = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private RecoverCommand() {}

    /** Says what it did; returns the exit code: 0, or 1 when there is no new file. */
    public static int run(Path dataDir, PrintStream out, PrintStream err) {
        Path file = DatabaseConfiguration.file(dataDir);
        Path database = DatabaseConfiguration.databaseFile(dataDir);
        if (!Files.exists(database)) {
            err.println("There is no database file " + database + "; set TOCSIN_DATA_DIR to its directory.");
            return 1;
        }
        try {
            DatabaseRescue.RescueReport report =
                    DatabaseRescue.run(file, LocalDateTime.now(ZoneOffset.UTC).format(MARK));
            tell(report, database, out);
            return 0;
        } catch (IOException e) {
            err.println("Not recovered: " + e.getMessage() + ". The file " + database
                    + " is as it was; restore a backup, or move it away to begin with an empty database.");
            return 1;
        }
    }

    private static void tell(DatabaseRescue.RescueReport report, Path database, PrintStream out) {
        out.println("Recovered into " + database + "; the damaged file is kept as " + report.damaged() + ".");
        out.println("Rows brought over:");
        new TreeMap<>(report.rows()).forEach((table, rows) -> out.println("  " + table + ": " + rows));
        if (report.problems().isEmpty()) {
            out.println("Everything could be read.");
            return;
        }
        out.println("Not brought over:");
        report.problems().forEach(problem -> out.println("  " + problem));
        out.println("Start Tocsin and compare; a backup that is whole is better than this.");
    }
}
