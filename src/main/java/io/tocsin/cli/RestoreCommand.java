package io.tocsin.cli;

import io.tocsin.storage.DataRestore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tocsin restore}: puts a backup into a data directory that nobody uses. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Put a backup into TOCSIN_DATA_DIR while Tocsin is stopped. What was there is kept beside it.")
final class RestoreCommand extends ConfiguredCommand {

    private static final DateTimeFormatter MARK = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Parameters(paramLabel = "FILE", description = "What \"tocsin backup\" made.")
    private Path file = Path.of("");

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where to. Default: TOCSIN_DATA_DIR, else data.")
    private @Nullable Path dataDir;

    @Override
    public Integer call() {
        Path directory = settings().dataDir(dataDir);
        try {
            DataRestore.RestoreReport report = DataRestore.run(
                    settings().directory().resolve(file),
                    directory,
                    LocalDateTime.now(Clock.systemUTC()).format(MARK));
            out().print(report.about());
            out().println("Restored into " + directory + ": " + report.files().size() + " files.");
            if (!report.kept().isEmpty()) {
                out().println("What was there is kept in " + report.kept() + ".");
            }
            return ExitCodes.FINE;
        } catch (IOException e) {
            throw new CommandFailedException("not restored: " + e.getMessage());
        }
    }
}
