package io.tocsin.cli;

import io.tocsin.text.CleanText;
import io.tocsin.text.PercentEncoding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code tocsin explain}: why people were, or were not, told of an alert. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Say why people were, or were not, told of an alert.")
final class ExplainCommand extends AnsweringCommand {

    @Parameters(
            arity = "0..*",
            paramLabel = "MATCHER",
            description = "Of the alert's labels, as in alertname=ocr_alert host=h1.")
    private List<String> texts = List.of();

    @Option(names = "--rule", paramLabel = "ID", description = "The id of the rule that is meant, as in its address.")
    private String rule = "";

    @Option(names = "--at", paramLabel = "TIME", description = "Up to when, as in 2026-11-20T00:00:00Z. Default: now.")
    private @Nullable Instant at;

    @Override
    int ask(ServerOptions answering) {
        if (texts.isEmpty() && rule.isEmpty()) {
            throw wrong("name labels of the alert, as in alertname=ocr_alert, or --rule");
        }
        StringBuilder path = new StringBuilder("/api/tocsin/v1/explain?rule=" + PercentEncoding.part(rule));
        matchers(texts).forEach(matcher -> path.append("&matcher=").append(PercentEncoding.part(matcher.toString())));
        if (at != null) {
            path.append("&at=").append(PercentEncoding.part(at.toString()));
        }
        JsonNode answer = answering.get(path.toString());
        print(answer, text(answer));
        return answer.path("rules").isEmpty() ? ExitCodes.FOUND : ExitCodes.FINE;
    }

    private static String text(JsonNode answer) {
        StringBuilder text = new StringBuilder();
        if (answer.path("rules").isEmpty()) {
            line(text, "", "No rule in force agrees with this.");
        }
        for (JsonNode rule : answer.path("rules")) {
            line(text, "", word(rule, "name") + " (" + word(rule, "file") + ")" + paused(rule));
            rule.path("alerts").forEach(alert -> addAlert(text, alert));
            for (JsonNode evaluation : rule.path("evaluations")) {
                line(
                        text,
                        "  ",
                        "evaluated " + word(evaluation, "slot") + ": " + word(evaluation, "health") + ", "
                                + word(evaluation, "series") + " series, " + word(evaluation, "active") + " active "
                                + word(evaluation, "error"));
            }
        }
        if (answer.path("cut").asBoolean(false)) {
            line(text, "", "More rules agree with this; name more labels.");
        }
        return text.toString();
    }

    private static String paused(JsonNode rule) {
        return rule.path("paused").asBoolean(false) ? ", paused" : "";
    }

    private static void addAlert(StringBuilder text, JsonNode alert) {
        line(text, "  ", "{" + BacktestCommand.labels(alert.path("labels")) + "}");
        line(text, "    ", word(alert, "text"));
        for (JsonNode way : alert.path("ways")) {
            line(text, "    ", "goes to " + word(way, "contactPoint") + " by policy " + word(way, "policy"));
        }
        for (JsonNode silence : alert.path("silences")) {
            line(
                    text,
                    "    ",
                    "silence " + word(silence, "id") + " of " + word(silence, "author") + " until "
                            + word(silence, "endsAt") + ": " + word(silence, "comment"));
        }
        for (JsonNode told : alert.path("told")) {
            JsonNode message = told.path("message");
            line(
                    text,
                    "    ",
                    word(told, "contactPoint") + ": " + word(message, "outcome") + " " + word(message, "at") + " "
                            + word(message, "failure"));
        }
        for (JsonNode step : alert.path("steps")) {
            line(
                    text,
                    "    ",
                    word(step, "at") + "  " + word(step, "step") + "  " + word(step, "contactPoint") + " "
                            + word(step, "detail"));
        }
        if (!alert.path("nextDecision").isNull()) {
            line(text, "    ", "asked again at " + word(alert, "nextDecision"));
        }
    }

    private static String word(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    /** What comes from outside is one line. */
    private static void line(StringBuilder text, String indent, String content) {
        text.append(indent)
                .append(CleanText.singleLine(content).stripTrailing())
                .append('\n');
    }
}
