package io.tocsin.cli;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.text.PercentEncoding;
import io.tocsin.text.go.PrometheusDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code tocsin logql query}: asks a Loki, or a server with the embedded store, for lines or numbers. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = "Ask a Loki, or a Tocsin with the embedded store, and print lines or numbers.")
final class LogqlQueryCommand extends AnsweringCommand {

    @Parameters(paramLabel = "QUERY", description = "In quotes, as one argument.")
    private String query = "";

    @Option(names = "--since", paramLabel = "DURATION", description = "How far lines may lie back. Default: 1h.")
    private String since = "1h";

    @Option(names = "--at", paramLabel = "TIME", description = "As in 2026-11-21T22:00:00Z. Default: now.")
    private @Nullable Instant at;

    @Option(names = "--step", paramLabel = "DURATION", description = "Numbers for the whole time, so far apart.")
    private @Nullable String step;

    @Option(names = "--limit", paramLabel = "N", description = "The most lines. Default: 100, the newest.")
    private int limit = 100;

    /** A line with its time in nanoseconds, as the server writes it. */
    private record TimedLine(String nanoseconds, String labels, String line) {}

    @Override
    int ask(ServerOptions answering) {
        Instant end = at == null ? Instant.now() : at;
        JsonNode data = answering.get(path(end)).path("data");
        if (isJson()) {
            out().println(data.toPrettyString());
        } else if (data.path("resultType").asString("").equals("streams")) {
            printLines(data);
        } else {
            printNumbers(data);
        }
        return ExitCodes.FINE;
    }

    private String path(Instant end) {
        String encoded = PercentEncoding.part(query);
        boolean isLog = read() instanceof LogSelectorExpr;
        if (!isLog && step == null) {
            return "/loki/api/v1/query?query=" + encoded + "&time=" + nanoseconds(end);
        }
        Instant start = end.minus(duration(since));
        return "/loki/api/v1/query_range?query=" + encoded + "&start=" + nanoseconds(start) + "&end=" + nanoseconds(end)
                + (isLog
                        ? "&limit=" + limit
                        : "&step=" + duration(String.valueOf(step)).toMillis() / 1000.0);
    }

    private LogqlExpr read() {
        try {
            return new LogqlParser().parse(query);
        } catch (LogqlSyntaxException e) {
            throw wrong(e.line() + ":" + e.column() + ": " + e.explanation());
        }
    }

    private Duration duration(String text) {
        try {
            return PrometheusDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private static String nanoseconds(Instant time) {
        return time.getEpochSecond() + String.format("%09d", time.getNano());
    }

    private void printLines(JsonNode data) {
        List<TimedLine> lines = new ArrayList<>();
        for (JsonNode stream : data.path("result")) {
            String labels = BacktestCommand.labels(stream.path("stream"));
            for (JsonNode entry : stream.path("values")) {
                lines.add(new TimedLine(
                        entry.path(0).asString("0"), labels, entry.path(1).asString("")));
            }
        }
        lines.sort(Comparator.comparingLong(line -> Long.parseLong(line.nanoseconds)));
        lines.forEach(line -> out().println(time(line.nanoseconds) + " {" + line.labels + "} " + line.line));
    }

    /** Of a count of nanoseconds since 1970. */
    static String time(String nanoseconds) {
        long count = Long.parseLong(nanoseconds);
        return Instant.ofEpochSecond(count / 1_000_000_000L, count % 1_000_000_000L)
                .toString();
    }

    private void printNumbers(JsonNode data) {
        TextTable table = new TextTable("TIME", "VALUE", "LABELS");
        if (data.path("resultType").asString("").equals("scalar")) {
            add(table, data.path("result"), "");
        }
        for (JsonNode series : data.path("result")) {
            String labels = BacktestCommand.labels(series.path("metric"));
            if (series.has("value")) {
                add(table, series.path("value"), labels);
            }
            series.path("values").forEach(sample -> add(table, sample, labels));
        }
        out().print(table);
    }

    private static void add(TextTable table, JsonNode sample, String labels) {
        long milliseconds = Math.round(sample.path(0).asDouble(0) * 1000);
        table.add(Instant.ofEpochMilli(milliseconds).toString(), sample.path(1).asString(""), labels);
    }
}
