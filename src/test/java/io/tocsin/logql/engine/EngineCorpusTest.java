package io.tocsin.logql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.LokiMessages;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.text.go.GoDurations;
import io.tocsin.text.go.GoFloats;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every recorded query gets from the engine what a real Loki answered. */
class EngineCorpusTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3600 * SECOND;
    private static final double TOLERANCE = 1e-9;
    private static final Instant NOW = Instant.parse("2026-11-18T12:00:00Z");
    /** Loki applies some label filters too early in log queries; the engine does not imitate that. */
    private static final Set<String> DEVIATING = Set.of("early_label_filter", "drop_keep-022");

    private final LogqlEngine engine = new LogqlEngine();
    private final LogqlParser parser = new LogqlParser();
    private final LogSource source = EngineCorpus.entries();

    /** What the engine made of a case. */
    private record Outcome(int status, String error, String answer) {}

    @Test
    void answersEveryQueryAsLokiDid() {
        List<String> wrong = new ArrayList<>();
        int compared = 0;

        for (JsonNode request : EngineCorpus.cases()) {
            if (!isQuery(request) || hasWrongParameters(request)) {
                continue;
            }
            compared++;
            Outcome outcome = run(request);
            if (!agrees(request, outcome) && !deviates(request)) {
                wrong.add(request.get("id").asString() + " "
                        + request.get("query").asString() + "\n  expected " + expected(request) + "\n  actual   "
                        + outcome);
            }
        }

        assertThat(wrong).as("%d of %d differ", wrong.size(), compared).isEmpty();
    }

    @Test
    void failsWithLokisMessages() {
        Map<String, String> different = new TreeMap<>();
        int failures = 0;

        for (JsonNode request : EngineCorpus.cases()) {
            boolean isFailure = request.get("status").asInt() != 200;
            if (!isQuery(request) || hasWrongParameters(request) || !isFailure || request.has("note")) {
                continue;
            }
            failures++;
            String message = run(request).error().strip();
            if (!LokiMessages.same(request.get("error").asString(), message)) {
                different.put(
                        request.get("id").asString(),
                        request.get("query").asString() + "\n  expected "
                                + request.get("error").asString() + "\n  actual   " + message);
            }
        }

        assertThat(different.size()).as("of %d: %s", failures, different).isLessThanOrEqualTo(failures / 20);
    }

    private static boolean deviates(JsonNode request) {
        return DEVIATING.contains(request.get("category").asString())
                || DEVIATING.contains(request.get("id").asString());
    }

    private static boolean isQuery(JsonNode request) {
        return request.get("endpoint").asString().startsWith("query")
                && request.has("query")
                && (request.has("time") || request.has("end"));
    }

    /** Errors in the request's parameters are the HTTP API's. */
    private static boolean hasWrongParameters(JsonNode request) {
        String category = request.get("category").asString();
        return request.get("status").asInt() != 200
                && (category.equals("param_errors")
                        || category.equals("instant_params")
                        || request.get("error").asString().startsWith("cannot parse"));
    }

    private Outcome run(JsonNode request) {
        try {
            LogqlExpr expr = parser.parseWithoutStageChecks(request.get("query").asString());
            if (expr instanceof MetricExpr) {
                parser.check(request.get("query").asString(), expr);
            }
            EngineResult result = request.get("endpoint").asString().equals("query")
                    ? engine.instant(expr, source, time(request.get("time").asString()), context())
                    : range(request, expr);
            return new Outcome(200, "", CorpusAnswers.render(result));
        } catch (LogqlSyntaxException e) {
            return new Outcome(400, String.valueOf(e.getMessage()), "");
        } catch (QueryException e) {
            return new Outcome(e.status(), String.valueOf(e.getMessage()), "");
        }
    }

    private static QueryContext context() {
        return QueryContext.of(QueryLimits.DEFAULT, NOW);
    }

    private EngineResult range(JsonNode request, LogqlExpr expr) {
        long end = time(request.get("end").asString());
        long start = request.has("start")
                ? time(request.get("start").asString())
                : end
                        - (request.has("since")
                                ? GoDurations.parse(request.get("since").asString())
                                : HOUR);
        if (expr instanceof MetricExpr) {
            return engine.range(expr, source, start, end, step(request, start, end), context());
        }
        int limit = request.has("limit") ? Integer.parseInt(request.get("limit").asString()) : 100;
        boolean forward =
                request.has("direction") && request.get("direction").asString().equalsIgnoreCase("forward");
        long interval =
                request.has("interval") ? seconds(request.get("interval").asString()) : 0;
        Direction direction = forward ? Direction.FORWARD : Direction.BACKWARD;
        return engine.logs(expr, source, new LogQuery(start, end, limit, direction, interval), context());
    }

    private static long step(JsonNode request, long start, long end) {
        return request.has("step")
                ? seconds(request.get("step").asString())
                : Math.max(1, (end - start) / SECOND / 250) * SECOND;
    }

    private static long seconds(String text) {
        return Character.isDigit(text.charAt(text.length() - 1))
                ? new BigDecimal(text).movePointRight(9).longValue()
                : GoDurations.parse(text);
    }

    private static long time(String text) {
        if (text.matches("[0-9]+")) {
            return text.length() <= 10 ? Long.parseLong(text) * SECOND : Long.parseLong(text);
        }
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return instant.getEpochSecond() * SECOND + instant.getNano();
        } catch (DateTimeParseException e) {
            return new BigDecimal(text).movePointRight(9).longValue();
        }
    }

    private static String expected(JsonNode request) {
        return request.get("status").asInt() == 200
                ? CorpusAnswers.render(request.get("response").get("data"))
                : request.get("status") + " " + request.get("error").asString();
    }

    private static boolean agrees(JsonNode request, Outcome outcome) {
        int status = request.get("status").asInt();
        if (status != 200) {
            return outcome.status() == status || status == 500 && outcome.status() == 400;
        }
        if (outcome.status() != 200) {
            return false;
        }
        boolean isOrdered =
                request.get("query").asString().strip().toLowerCase().startsWith("sort");
        return same(expected(request).lines().toList(), outcome.answer().lines().toList(), isOrdered);
    }

    private static boolean same(List<String> expected, List<String> actual, boolean isOrdered) {
        List<String> left = isOrdered ? expected : new ArrayList<>(new TreeSet<>(expected));
        List<String> right = isOrdered ? actual : new ArrayList<>(new TreeSet<>(actual));
        if (expected.size() != actual.size() || left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!sameLine(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Lines are labels, a tab, and points with a tab between them: time, blank, value. */
    private static boolean sameLine(String expected, String actual) {
        if (expected.equals(actual)) {
            return true;
        }
        String[] left = expected.split("\t", -1);
        String[] right = actual.split("\t", -1);
        if (left.length != right.length || !left[0].equals(right[0]) || left[0].startsWith("stream")) {
            return false;
        }
        for (int i = 1; i < left.length; i++) {
            String[] wanted = left[i].split(" ");
            String[] got = right[i].split(" ");
            if (!wanted[0].equals(got[0]) || !close(GoFloats.parse(wanted[1]), GoFloats.parse(got[1]))) {
                return false;
            }
        }
        return true;
    }

    private static boolean close(double a, double b) {
        return Double.compare(a, b) == 0 || a == b || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
    }
}
