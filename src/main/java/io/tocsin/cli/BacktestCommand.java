package io.tocsin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code tocsin backtest}: what the rules of a file would have done and told, by the logs that a running server asks. */
@Command(
        name = "backtest",
        mixinStandardHelpOptions = true,
        description = "Say what the rules of a file would have done and told in the past.")
final class BacktestCommand extends AnsweringCommand {

    private static final String PATH = "/api/tocsin/v1/backtest";
    private static final Duration PAUSE = Duration.ofMillis(300);

    @Parameters(paramLabel = "FILE", description = "A rule file; it need not be on the server.")
    private Path file = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "As in 2026-11-20T00:00:00Z. Default: a day before --to.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Default: now.")
    private @Nullable Instant to;

    @Option(names = "--datasource", paramLabel = "NAME", description = "Asked in place of those of the groups.")
    private @Nullable String dataSource;

    @Option(names = "--fail-on-alerts", description = "Exit with 1 when an alert would have fired.")
    private boolean failsOnAlerts;

    @Override
    int ask(ServerOptions answering) {
        Map<String, Object> body = new LinkedHashMap<>();
        try {
            body.put("rules", Files.readString(file));
        } catch (IOException e) {
            throw new CommandFailedException("the file " + file + " cannot be read");
        }
        body.put("file", String.valueOf(file.getFileName()));
        put(body, "start", from);
        put(body, "end", to);
        put(body, "datasource", dataSource);
        JsonNode job = finished(answering, answering.post(PATH, body));
        if (!job.path("state").asString("").equals("done")) {
            throw new CommandFailedException("the backtest is "
                    + job.path("state").asString("") + ": " + job.path("error").asString(""));
        }
        JsonNode result = job.path("result");
        if (isJson()) {
            out().println(result.toPrettyString());
        } else {
            print(result);
        }
        return failsOnAlerts && result.path("firingCount").asLong(0) > 0 ? ExitCodes.FOUND : ExitCodes.FINE;
    }

    private static void put(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value.toString());
        }
    }

    private JsonNode finished(ServerOptions answering, JsonNode started) {
        JsonNode job = started;
        String id = job.path("id").asString("");
        while (job.path("state").asString("").matches("waiting|running")) {
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                answering.delete(PATH + "/" + id);
                throw new CommandFailedException("interrupted");
            }
            job = answering.get(PATH + "/" + id);
        }
        return job;
    }

    private void print(JsonNode result) {
        TextTable table = new TextTable("FIRED", "RESOLVED", "ALERT", "VALUE", "LABELS");
        for (JsonNode firing : result.path("firings")) {
            table.add(
                    firing.path("firedAt").asString(""),
                    firing.path("resolvedAt").asString("-"),
                    firing.path("rule").asString(""),
                    firing.path("value").asString(""),
                    labels(firing.path("labels")));
        }
        out().print(table);
        result.path("failures")
                .propertyStream()
                .forEach(failure -> out().println("failed: " + failure.getKey() + ": "
                        + failure.getValue().asString("")));
        result.path("notes").forEach(note -> out().println("note: " + note.asString("")));
        out().println(result.path("firingCount").asLong(0) + " alerts would have fired, "
                + result.path("notificationCount").asLong(0) + " messages would have gone out, "
                + result.path("slots").asLong(0) + " slots, until "
                + result.path("evaluatedUntil").asString(""));
    }

    static String labels(JsonNode labels) {
        StringBuilder text = new StringBuilder();
        labels.propertyStream()
                .filter(label -> !label.getKey().equals("alertname"))
                .forEach(label -> text.append(text.isEmpty() ? "" : " ")
                        .append(label.getKey())
                        .append('=')
                        .append(label.getValue().asString("")));
        return text.toString();
    }
}
