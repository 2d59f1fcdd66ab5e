package io.tocsin.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line without a command: says how it is used. */
@Command(
        name = "tocsin",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        description = "Alerting gateway for logs. Without a command, or with options only, it serves.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fine", "1:something was found", "2:wrong use, or the command could not do its work"})
final class TocsinCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
