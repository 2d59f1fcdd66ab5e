package io.tocsin.cli;

import picocli.CommandLine.Command;

/** Stands in the list of commands; {@code main} serves before the command line is asked. */
@Command(
        name = Commands.SERVE,
        description = "Serve; the same as no command. Further arguments are settings, as in --tocsin.port=80.")
final class ServeCommand implements Runnable {

    @Override
    public void run() {
        throw new CommandFailedException("\"serve\" must be the first argument");
    }
}
