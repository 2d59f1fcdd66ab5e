package io.tocsin.cli;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatcherParser;
import io.tocsin.label.MatcherSyntaxException;
import io.tocsin.text.PercentEncoding;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code tocsin alert}: lists what fires on a running server. */
@Command(
        name = "alert",
        mixinStandardHelpOptions = true,
        description = "List the alerts that fire on a running server, silenced ones included.")
final class AlertCommand implements Callable<Integer>, ConfiguredCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(arity = "0..*", paramLabel = "MATCHER", description = "As in alertname=ocr_alert.")
    private List<String> texts = List.of();

    @Override
    public void configure(CommandSettings given) {
        server.configure(given);
    }

    @Override
    public Integer call() {
        StringBuilder path = new StringBuilder("/api/v2/alerts");
        for (String text : texts) {
            try {
                for (LabelMatcher matcher : MatcherParser.parseAll(text)) {
                    path.append(path.indexOf("?") < 0 ? '?' : '&').append("filter=");
                    path.append(PercentEncoding.part(matcher.toString()));
                }
            } catch (MatcherSyntaxException e) {
                throw new ParameterException(spec.commandLine(), "\"" + text + "\" is no matcher: " + e.getMessage());
            }
        }
        print(server.get(path.toString()), spec);
        return ExitCodes.FINE;
    }

    static void print(JsonNode alerts, CommandSpec spec) {
        TextTable table = new TextTable("ALERT", "STATE", "SINCE", "LABELS", "SUMMARY");
        for (JsonNode alert : alerts) {
            StringBuilder labels = new StringBuilder();
            alert.path("labels")
                    .propertyStream()
                    .filter(label -> !label.getKey().equals("alertname"))
                    .forEach(label -> labels.append(labels.isEmpty() ? "" : " ")
                            .append(label.getKey())
                            .append('=')
                            .append(label.getValue().asString("")));
            table.add(
                    alert.at("/labels/alertname").asString(""),
                    alert.at("/status/state").asString(""),
                    alert.path("startsAt").asString(""),
                    labels.toString(),
                    alert.at("/annotations/summary").asString(""));
        }
        spec.commandLine().getOut().print(table);
    }
}
