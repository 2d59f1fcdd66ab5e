package io.tocsin.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tocsin backup}: takes a backup of a running server. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = "Take a backup of a running server: database (unless it is a PostgreSQL), log store and key.")
final class BackupCommand extends ServerCommand {

    @Parameters(paramLabel = "FILE", description = "The file to make, as in tocsin-backup.zip. It holds secrets.")
    private Path file = Path.of("");

    @Override
    int ask(ServerOptions answering) {
        Path target = settings().directory().resolve(file);
        String database = answering.download("/api/tocsin/v1/backup", target, "X-Tocsin-Database");
        out().println("Backup: " + target);
        if (database.equals("none")) {
            out().println("The database is a PostgreSQL and not in it: take it with pg_dump.");
        }
        return ExitCodes.FINE;
    }
}
