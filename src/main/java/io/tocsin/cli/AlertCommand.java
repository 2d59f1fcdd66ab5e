package io.tocsin.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin alert}: what fires on a running server. */
@Command(
        name = "alert",
        mixinStandardHelpOptions = true,
        description = "List the alerts that fire on a running server.",
        subcommands = AlertCommand.QueryAlerts.class)
final class AlertCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: alert query");
    }

    /** {@code tocsin alert query}. */
    @Command(
            name = "query",
            mixinStandardHelpOptions = true,
            description = "List what fires, silenced alerts included.")
    static final class QueryAlerts extends AnsweringCommand {

        @Parameters(arity = "0..*", paramLabel = "MATCHER", description = "As in alertname=ocr_alert.")
        private List<String> texts = List.of();

        @Override
        int ask(ServerOptions answering) {
            printAlerts(answering, texts);
            return ExitCodes.FINE;
        }
    }
}
