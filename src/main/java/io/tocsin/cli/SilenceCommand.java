package io.tocsin.cli;

import io.tocsin.label.LabelMatcher;
import io.tocsin.text.PercentEncoding;
import io.tocsin.text.go.PrometheusDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code tocsin silence}: reads and changes the silences of a running server. */
@Command(
        name = "silence",
        mixinStandardHelpOptions = true,
        description = "Add, list, end and try silences of a running server.",
        subcommands = {
            SilenceCommand.AddSilence.class,
            SilenceCommand.QuerySilences.class,
            SilenceCommand.ExpireSilences.class,
            SilenceCommand.PreviewSilence.class
        })
final class SilenceCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: add, query, expire or preview");
    }

    /** {@code tocsin silence add}. */
    @Command(name = "add", mixinStandardHelpOptions = true, description = "Add a silence and print its id.")
    static final class AddSilence extends AnsweringCommand {

        @Parameters(arity = "1..*", paramLabel = "MATCHER", description = "As in host=h1 or 'service=~\"web.*\"'.")
        private List<String> texts = List.of();

        @Option(names = "--duration", paramLabel = "DURATION", description = "Default: 1h.")
        private String duration = "1h";

        @Option(names = "--comment", required = true, paramLabel = "TEXT", description = "Why.")
        private String comment = "";

        @Option(names = "--author", paramLabel = "NAME", description = "Default: the name of this user.")
        private String author = System.getProperty("user.name", "unknown");

        @Override
        int ask(ServerOptions answering) {
            Duration length;
            try {
                length = PrometheusDuration.parse(duration);
            } catch (IllegalArgumentException e) {
                throw wrong(String.valueOf(e.getMessage()));
            }
            Instant now = Instant.now();
            List<Map<String, Object>> matchers = new ArrayList<>();
            for (LabelMatcher matcher : matchers(texts)) {
                matchers.add(Map.of(
                        "name", matcher.name(),
                        "value", matcher.value(),
                        "isRegex", matcher.type().isRegex(),
                        "isEqual", !matcher.type().isNegative()));
            }
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("matchers", matchers);
            body.put("startsAt", now.toString());
            body.put("endsAt", now.plus(length).toString());
            body.put("createdBy", author);
            body.put("comment", comment);
            JsonNode stored = answering.post("/api/v2/silences", body);
            print(stored, stored.path("silenceID").asString("") + "\n");
            return ExitCodes.FINE;
        }
    }

    /** {@code tocsin silence query}. */
    @Command(name = "query", mixinStandardHelpOptions = true, description = "List silences; expired ones when asked.")
    static final class QuerySilences extends AnsweringCommand {

        @Parameters(arity = "0..*", paramLabel = "MATCHER", description = "Only silences for these labels.")
        private List<String> texts = List.of();

        @Option(names = "--expired", description = "Expired ones too.")
        private boolean withExpired;

        @Override
        int ask(ServerOptions answering) {
            TextTable table = new TextTable("ID", "STATE", "MATCHERS", "ENDS AT", "AUTHOR", "COMMENT");
            JsonNode silences = answering.get(query("/api/v2/silences", matchers(texts)));
            for (JsonNode silence : silences) {
                String state = silence.at("/status/state").asString("");
                if (withExpired || !state.equals("expired")) {
                    table.add(
                            silence.path("id").asString(""),
                            state,
                            text(silence.path("matchers")),
                            silence.path("endsAt").asString(""),
                            silence.path("createdBy").asString(""),
                            silence.path("comment").asString(""));
                }
            }
            print(silences, table);
            return ExitCodes.FINE;
        }

        private static String text(JsonNode matchers) {
            List<String> texts = new ArrayList<>();
            for (JsonNode matcher : matchers) {
                boolean isEqual = matcher.path("isEqual").asBoolean(true);
                boolean isRegex = matcher.path("isRegex").asBoolean(false);
                texts.add(matcher.path("name").asString("")
                        + (isRegex ? (isEqual ? "=~" : "!~") : (isEqual ? "=" : "!="))
                        + "\"" + matcher.path("value").asString("") + "\"");
            }
            return String.join(" ", texts);
        }
    }

    /** {@code tocsin silence expire}. */
    @Command(name = "expire", mixinStandardHelpOptions = true, description = "End silences now.")
    static final class ExpireSilences extends ServerCommand {

        @Parameters(arity = "1..*", paramLabel = "ID", description = "As printed by add and query.")
        private List<String> ids = List.of();

        @Override
        int ask(ServerOptions answering) {
            ids.forEach(id -> answering.delete("/api/v2/silence/" + PercentEncoding.part(id)));
            return ExitCodes.FINE;
        }
    }

    /** {@code tocsin silence preview}. */
    @Command(
            name = "preview",
            mixinStandardHelpOptions = true,
            description = "List the alerts that fire now and that a silence with these matchers would mute.")
    static final class PreviewSilence extends AnsweringCommand {

        @Parameters(arity = "1..*", paramLabel = "MATCHER", description = "As for add.")
        private List<String> texts = List.of();

        @Option(names = "--past", description = "Also what it would have muted in the past seven days.")
        private boolean withPast;

        @Override
        int ask(ServerOptions answering) {
            List<String> matchers =
                    matchers(texts).stream().map(LabelMatcher::toString).toList();
            JsonNode answer =
                    answering.post("/api/tocsin/v1/silences/preview", Map.of("matchers", matchers, "past", withPast));
            print(answer, text(answer));
            return ExitCodes.FINE;
        }

        private static String text(JsonNode answer) {
            TextTable table = new TextTable("ALERT", "LABELS");
            for (JsonNode labels : answer.path("alerts")) {
                table.add(labels.path("alertname").asString(""), BacktestCommand.labels(labels));
            }
            StringBuilder text = new StringBuilder(table.toString())
                    .append(answer.path("count").asLong(0))
                    .append(" alerts fire now and would be muted\n");
            JsonNode past = answer.path("past");
            if (past.isObject()) {
                text.append("in the past seven days: ")
                        .append(past.path("alerts").asLong(0))
                        .append(" alerts muted, ")
                        .append(past.path("notifications").asLong(0))
                        .append(" messages not sent, ")
                        .append(past.path("shortenedNotifications").asLong(0))
                        .append(" shorter\n");
            }
            return text.toString();
        }
    }
}
