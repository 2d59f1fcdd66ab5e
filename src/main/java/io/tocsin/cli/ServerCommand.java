package io.tocsin.cli;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatcherParser;
import io.tocsin.label.MatcherSyntaxException;
import io.tocsin.text.PercentEncoding;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** A command that asks a running server. */
abstract class ServerCommand extends ConfiguredCommand {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Override
    public final Integer call() {
        server.configure(settings());
        return ask(server);
    }

    /** Returns the exit code. */
    abstract int ask(ServerOptions answering);

    final List<LabelMatcher> matchers(List<String> texts) {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (String text : texts) {
            try {
                matchers.addAll(MatcherParser.parseAll(text));
            } catch (MatcherSyntaxException e) {
                throw wrong("\"" + text + "\" is no matcher: " + e.getMessage());
            }
        }
        return matchers;
    }

    static String query(String path, List<LabelMatcher> matchers) {
        StringBuilder query = new StringBuilder(path);
        matchers.forEach(matcher -> query.append(query.indexOf("?") < 0 ? '?' : '&')
                .append("filter=")
                .append(PercentEncoding.part(matcher.toString())));
        return query.toString();
    }

    /** Lists the alerts that fire and that these matchers choose. */
    final void printAlerts(ServerOptions answering, List<String> texts) {
        TextTable table = new TextTable("ALERT", "STATE", "SINCE", "LABELS", "SUMMARY");
        for (JsonNode alert : answering.get(query("/api/v2/alerts", matchers(texts)))) {
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
        out().print(table);
    }
}
