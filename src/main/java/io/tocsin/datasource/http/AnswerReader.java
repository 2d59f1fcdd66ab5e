package io.tocsin.datasource.http;

import io.tocsin.datasource.QueryStatistics;
import io.tocsin.label.Labels;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the JSON of a query's answer token by token: an answer may have tens of megabytes, and a tree of it would need
 * a multiple of that.
 */
final class AnswerReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int NANOS_DIGITS = 9;

    private String status = "";
    private String resultType = "";
    private final List<QueryAnswer.Element> elements = new ArrayList<>();
    private final List<QueryAnswer.AnswerPoint> scalar = new ArrayList<>();
    private long bytesProcessed;
    private long linesProcessed;

    private AnswerReader() {}

    /** @throws QueryAnswer.FormatException if the body is not a complete successful answer */
    static QueryAnswer read(byte[] body) throws QueryAnswer.FormatException {
        if (body.length == 0) {
            throw new QueryAnswer.FormatException("the answer is empty");
        }
        AnswerReader reader = new AnswerReader();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            reader.readAnswer(json);
        } catch (JacksonException e) {
            throw new QueryAnswer.FormatException("the answer is not complete JSON", e);
        } catch (NumberFormatException e) {
            throw new QueryAnswer.FormatException("the answer holds a value that is not a number", e);
        }
        return reader.answer();
    }

    private QueryAnswer answer() throws QueryAnswer.FormatException {
        if (!status.equals("success")) {
            throw new QueryAnswer.FormatException("the answer's status is \"" + status + "\" instead of \"success\"");
        }
        if (resultType.isEmpty()) {
            throw new QueryAnswer.FormatException("the answer holds no resultType");
        }
        if (resultType.equals("vector") && !hasOneValueEach() || resultType.equals("scalar") && scalar.size() != 1) {
            throw new QueryAnswer.FormatException("an element of the answer has no value");
        }
        return new QueryAnswer(resultType, elements, scalar, new QueryStatistics(bytesProcessed, linesProcessed));
    }

    private boolean hasOneValueEach() {
        for (QueryAnswer.Element element : elements) {
            if (element.points().size() != 1) {
                return false;
            }
        }
        return true;
    }

    private void readAnswer(JsonParser json) throws QueryAnswer.FormatException {
        expect(json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (name.equals("status") && token == JsonToken.VALUE_STRING) {
                status = json.getString();
            } else if (name.equals("data") && token == JsonToken.START_OBJECT) {
                readData(json);
            } else {
                json.skipChildren();
            }
        }
        expect(json.currentToken(), JsonToken.END_OBJECT);
    }

    private void readData(JsonParser json) throws QueryAnswer.FormatException {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            switch (name) {
                case "resultType" -> resultType = json.getString();
                case "result" -> readResult(json, token);
                case "stats" -> readStatistics(json, token);
                default -> json.skipChildren();
            }
        }
    }

    private void readResult(JsonParser json, JsonToken token) throws QueryAnswer.FormatException {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        expect(token, JsonToken.START_ARRAY);
        JsonToken first = json.nextToken();
        if (first == JsonToken.START_OBJECT) {
            while (json.currentToken() == JsonToken.START_OBJECT) {
                elements.add(readElement(json));
                json.nextToken();
            }
            expect(json.currentToken(), JsonToken.END_ARRAY);
        } else if (first != JsonToken.END_ARRAY) {
            scalar.add(readPointAfterBracket(json, first));
        }
    }

    private QueryAnswer.Element readElement(JsonParser json) throws QueryAnswer.FormatException {
        Labels labels = Labels.empty();
        List<QueryAnswer.AnswerPoint> points = new ArrayList<>(1);
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            switch (name) {
                case "metric", "stream" -> labels = readLabels(json, token);
                case "value" -> points.add(readPoint(json, token));
                case "values" -> readPoints(json, token, points);
                default -> json.skipChildren();
            }
        }
        return new QueryAnswer.Element(labels, points);
    }

    private static Labels readLabels(JsonParser json, JsonToken token) throws QueryAnswer.FormatException {
        expect(token, JsonToken.START_OBJECT);
        // In the order in which they are kept: another map would be copied into such a one.
        Map<String, String> labels = new TreeMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            expect(json.nextToken(), JsonToken.VALUE_STRING);
            labels.put(name, json.getString());
        }
        return Labels.of(labels);
    }

    private static void readPoints(JsonParser json, JsonToken token, List<QueryAnswer.AnswerPoint> points)
            throws QueryAnswer.FormatException {
        expect(token, JsonToken.START_ARRAY);
        while (json.nextToken() == JsonToken.START_ARRAY) {
            points.add(readPoint(json, json.currentToken()));
        }
        expect(json.currentToken(), JsonToken.END_ARRAY);
    }

    private static QueryAnswer.AnswerPoint readPoint(JsonParser json, JsonToken token)
            throws QueryAnswer.FormatException {
        expect(token, JsonToken.START_ARRAY);
        return readPointAfterBracket(json, json.nextToken());
    }

    /** A third member, the labels' categories of a log line, is possible and not needed. */
    private static QueryAnswer.AnswerPoint readPointAfterBracket(JsonParser json, JsonToken first)
            throws QueryAnswer.FormatException {
        long nanos =
                first == JsonToken.VALUE_STRING ? Long.parseLong(json.getString()) : nanosOfSeconds(json.getString());
        expect(json.nextToken(), JsonToken.VALUE_STRING);
        String text = json.getString();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == null) {
                throw new QueryAnswer.FormatException("the answer ends in the middle");
            }
            json.skipChildren();
        }
        return new QueryAnswer.AnswerPoint(nanos, text);
    }

    /** Each sample has a time, and nearly each is digits with a point: those are read without a number that is exact for all. */
    private static long nanosOfSeconds(String seconds) {
        long number = 0;
        int decimals = -1;
        for (int i = 0; i < seconds.length(); i++) {
            char c = seconds.charAt(i);
            if (c == '.' && decimals < 0) {
                decimals = 0;
            } else if (c < '0' || c > '9') {
                return exactNanosOfSeconds(seconds);
            } else if (decimals < NANOS_DIGITS) {
                number = 10 * number + (c - '0');
                decimals += decimals < 0 ? 0 : 1;
            }
        }
        for (int i = Math.max(decimals, 0); i < NANOS_DIGITS; i++) {
            number *= 10;
        }
        return number;
    }

    private static long exactNanosOfSeconds(String seconds) {
        return new BigDecimal(seconds).movePointRight(NANOS_DIGITS).longValue();
    }

    private void readStatistics(JsonParser json, JsonToken token) {
        if (token != JsonToken.START_OBJECT) {
            return;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean isSummary = json.currentName().equals("summary");
            if (json.nextToken() == JsonToken.START_OBJECT && isSummary) {
                readSummary(json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void readSummary(JsonParser json) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (token == JsonToken.VALUE_NUMBER_INT && name.equals("totalBytesProcessed")) {
                bytesProcessed = json.getLongValue();
            } else if (token == JsonToken.VALUE_NUMBER_INT && name.equals("totalLinesProcessed")) {
                linesProcessed = json.getLongValue();
            } else {
                json.skipChildren();
            }
        }
    }

    private static void expect(@Nullable JsonToken actual, JsonToken expected) throws QueryAnswer.FormatException {
        if (actual != expected) {
            throw new QueryAnswer.FormatException(
                    "the answer is not what the API promises (" + actual + " instead of " + expected + ")");
        }
    }
}
