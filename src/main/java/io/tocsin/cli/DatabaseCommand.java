package io.tocsin.cli;

import io.tocsin.database.config.DatabaseProperties;
import io.tocsin.database.transfer.DatabaseExport;
import io.tocsin.database.transfer.DatabaseImport;
import io.tocsin.database.transfer.DatabaseMove;
import io.tocsin.database.transfer.TransferException;
import io.tocsin.start.CannotStartException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin db}: what is done with the whole database. */
@Command(
        name = "db",
        mixinStandardHelpOptions = true,
        description = "Take the database to another place.",
        subcommands = {DatabaseCommand.Migrate.class, DatabaseCommand.Export.class, DatabaseCommand.Import.class})
final class DatabaseCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(
                spec.commandLine(), "a command is missing: db migrate, db export or db import");
    }

    /** What all of them are told. */
    abstract static class Transfer extends ConfiguredCommand {

        @Option(
                names = "--data-dir",
                paramLabel = "DIR",
                description = "Where H2 is. Default: TOCSIN_DATA_DIR, else data.")
        private @Nullable Path dataDir;

        @Override
        public final Integer call() {
            try {
                transfer();
                return ExitCodes.FINE;
            } catch (CannotStartException | TransferException e) {
                throw new CommandFailedException(whenItFails() + ": " + e.getMessage());
            }
        }

        abstract void transfer();

        abstract String whenItFails();

        final DatabaseProperties h2() {
            return database(new DatabaseProperties.Db("", "", "", 2));
        }

        final DatabaseProperties postgres() {
            return database(new DatabaseProperties.Db(
                    url(), settings().get("TOCSIN_DB_USER", ""), settings().get("TOCSIN_DB_PASSWORD", ""), 2));
        }

        /** The one that Tocsin would use. */
        final DatabaseProperties configured() {
            return url().isEmpty() ? h2() : postgres();
        }

        private String url() {
            String url = settings().get("TOCSIN_DB_URL", "");
            if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
                throw wrong("set TOCSIN_DB_URL to jdbc:postgresql://host:5432/database, or not at all");
            }
            return url;
        }

        private DatabaseProperties database(DatabaseProperties.Db server) {
            return new DatabaseProperties(settings().dataDir(dataDir), Duration.ofSeconds(1), server);
        }

        final void tell(Map<String, Long> rows) {
            rows.forEach((table, count) -> out().println("  " + table + ": " + count));
        }
    }

    /** {@code tocsin db migrate}. */
    @Command(
            name = "migrate",
            mixinStandardHelpOptions = true,
            description = "Copy the H2 database of TOCSIN_DATA_DIR into the empty PostgreSQL of TOCSIN_DB_URL,"
                    + " TOCSIN_DB_USER and TOCSIN_DB_PASSWORD, while Tocsin is stopped.")
    static final class Migrate extends Transfer {

        @Override
        void transfer() {
            if (!configured().db().isPostgres()) {
                throw wrong("set TOCSIN_DB_URL to jdbc:postgresql://host:5432/database");
            }
            Map<String, Long> rows = DatabaseMove.run(h2(), postgres());
            tell(rows);
            out().println("Copied and counted: " + rows.size()
                    + " tables. The H2 file is as it was. Start Tocsin with TOCSIN_DB_URL.");
        }

        @Override
        String whenItFails() {
            return "not copied";
        }
    }

    /** {@code tocsin db export}. */
    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description =
                    "Write the database into a file that \"tocsin db import\" reads: the PostgreSQL of TOCSIN_DB_URL if"
                            + " that is set, else the H2 of TOCSIN_DATA_DIR, while Tocsin is stopped.")
    static final class Export extends Transfer {

        @Parameters(paramLabel = "FILE", description = "The file to make, as in tocsin-database.zip.")
        private Path file = Path.of("");

        @Override
        void transfer() {
            Path target = settings().directory().resolve(file);
            Map<String, Long> rows =
                    DatabaseExport.run(configured(), target, Clock.systemUTC().instant());
            tell(rows);
            out().println("Exported and counted: " + rows.size() + " tables, into " + target
                    + ". Contact points in it are encrypted as they were: keep their key with it.");
        }

        @Override
        String whenItFails() {
            return "not exported";
        }
    }

    /** {@code tocsin db import}. */
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description =
                    "Make a database of what \"tocsin db export\" wrote: in the empty PostgreSQL of TOCSIN_DB_URL if"
                            + " that is set, else as the H2 of TOCSIN_DATA_DIR, where there must be none.")
    static final class Import extends Transfer {

        @Parameters(paramLabel = "FILE", description = "What \"tocsin db export\" made.")
        private Path file = Path.of("");

        @Override
        void transfer() {
            DatabaseProperties target = configured();
            DatabaseImport.ImportReport report =
                    DatabaseImport.run(settings().directory().resolve(file), target);
            tell(report.rows());
            out().println("The file was " + report.about() + ".");
            if (report.replaced() > 0) {
                out().println("In " + report.replaced()
                        + " texts a character that PostgreSQL cannot hold became U+FFFD.");
            }
            out().println("Imported and counted: " + report.rows().size() + " tables, into "
                    + (target.db().isPostgres() ? "the PostgreSQL of TOCSIN_DB_URL" : target.dataDir())
                    + ". Contact points need the key that they were encrypted with: secret.key or TOCSIN_SECRET_KEY.");
        }

        @Override
        String whenItFails() {
            return "not imported";
        }
    }
}
