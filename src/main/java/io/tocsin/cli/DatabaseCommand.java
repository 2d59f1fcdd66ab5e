package io.tocsin.cli;

import io.tocsin.database.config.DatabaseMove;
import io.tocsin.start.CannotStartException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin db}: what is done with the database while Tocsin is stopped. */
@Command(
        name = "db",
        mixinStandardHelpOptions = true,
        description = "Move the database from H2 to PostgreSQL.",
        subcommands = DatabaseCommand.Migrate.class)
final class DatabaseCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(spec.commandLine(), "a command is missing: db migrate");
    }

    /** {@code tocsin db migrate}. */
    @Command(
            name = "migrate",
            mixinStandardHelpOptions = true,
            description = "Copy the H2 database of TOCSIN_DATA_DIR into the empty PostgreSQL of TOCSIN_DB_URL,"
                    + " TOCSIN_DB_USER and TOCSIN_DB_PASSWORD.")
    static final class Migrate extends ConfiguredCommand {

        @Option(
                names = "--data-dir",
                paramLabel = "DIR",
                description = "Where H2 is. Default: TOCSIN_DATA_DIR, else data.")
        private @Nullable Path dataDir;

        @Override
        public Integer call() {
            String url = settings().get("TOCSIN_DB_URL", "");
            if (!url.startsWith("jdbc:postgresql:")) {
                throw wrong("set TOCSIN_DB_URL to jdbc:postgresql://host:5432/database");
            }
            Path directory = settings().dataDir(dataDir);
            try {
                Map<String, Long> rows = DatabaseMove.toPostgres(
                        directory,
                        url,
                        settings().get("TOCSIN_DB_USER", ""),
                        settings().get("TOCSIN_DB_PASSWORD", ""));
                rows.forEach((table, count) -> out().println("  " + table + ": " + count));
                out().println("Copied and counted: " + rows.size()
                        + " tables. The H2 file is as it was. Start Tocsin with TOCSIN_DB_URL.");
                return ExitCodes.FINE;
            } catch (CannotStartException | IllegalStateException e) {
                throw new CommandFailedException("not copied: " + e.getMessage());
            }
        }
    }
}
