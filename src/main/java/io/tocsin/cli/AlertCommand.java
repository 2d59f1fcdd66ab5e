package io.tocsin.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tocsin alert}: lists what fires on a running server. */
@Command(
        name = "alert",
        mixinStandardHelpOptions = true,
        description = "List the alerts that fire on a running server, silenced ones included.")
final class AlertCommand extends ServerCommand {

    @Parameters(arity = "0..*", paramLabel = "MATCHER", description = "As in alertname=ocr_alert.")
    private List<String> texts = List.of();

    @Override
    int ask(ServerOptions answering) {
        printAlerts(answering, texts);
        return ExitCodes.FINE;
    }
}
