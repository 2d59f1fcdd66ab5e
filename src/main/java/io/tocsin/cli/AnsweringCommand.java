package io.tocsin.cli;

import java.util.List;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** A command that prints what a running server answers: for people, or whole for programs. */
abstract class AnsweringCommand extends ServerCommand {

    @Option(names = "--output", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}. Default: text.")
    private AnswerFormat output = AnswerFormat.TEXT;

    /** How an answer is printed. */
    enum AnswerFormat {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    final boolean isJson() {
        return output == AnswerFormat.JSON;
    }

    /** Prints an answer whole, or what is made of it for people. */
    final void print(JsonNode answer, Object forPeople) {
        if (isJson()) {
            out().println(answer.toPrettyString());
        } else {
            out().print(forPeople);
        }
    }

    /** Lists the alerts that fire and that these matchers choose. */
    final void printAlerts(ServerOptions answering, List<String> texts) {
        TextTable table = new TextTable("ALERT", "STATE", "SINCE", "LABELS", "SUMMARY");
        JsonNode alerts = answering.get(query("/api/v2/alerts", matchers(texts)));
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
        print(alerts, table);
    }
}
