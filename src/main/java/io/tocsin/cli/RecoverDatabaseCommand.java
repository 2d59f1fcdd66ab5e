package io.tocsin.cli;

import io.tocsin.database.config.DataDirectory;
import io.tocsin.database.config.RecoverCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tocsin recover}: makes a new database file of what can be read of a damaged one. */
@Command(
        name = RecoverCommand.NAME,
        mixinStandardHelpOptions = true,
        description = "Make a new database file of what can be read of a damaged one in TOCSIN_DATA_DIR.")
final class RecoverDatabaseCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return RecoverCommand.run(DataDirectory.configured(), System.out, System.err);
    }
}
