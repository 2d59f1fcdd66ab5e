package io.tocsin.datasource.prometheus;

import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.http.Excerpt;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tells Prometheus' errors apart by status, error type and text. */
final class PrometheusErrors {

    private static final JsonMapper JSON = JsonMapper.shared();

    private PrometheusErrors() {}

    static <T> QueryResult<T> classify(int status, byte[] body) {
        JsonNode json = parse(body);
        String type = json.path("errorType").asString("");
        String said = json.path("error").asString("");
        String text = Excerpt.of(said.isEmpty() ? new String(body, StandardCharsets.UTF_8) : said);
        QueryFailure reason = reason(status, type, text);
        return new Failure<>(
                reason, "Prometheus answered " + status + (text.isEmpty() ? "" : ": ") + text + advice(reason));
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }

    private static QueryFailure reason(int status, String type, String text) {
        if (text.contains("too many samples") || text.contains("exceeded maximum resolution")) {
            return QueryFailure.QUERY_TOO_LARGE;
        }
        return switch (type) {
            case "bad_data", "execution" -> QueryFailure.BAD_QUERY;
            case "timeout", "canceled" -> QueryFailure.TIMEOUT;
            default -> byStatus(status);
        };
    }

    private static QueryFailure byStatus(int status) {
        if (status >= 300 && status < 400 || status == 404 || status == 405) {
            return QueryFailure.INVALID_ANSWER;
        }
        return switch (status) {
            case 401, 403 -> QueryFailure.UNAUTHORIZED;
            case 408, 499, 504 -> QueryFailure.TIMEOUT;
            case 413, 414 -> QueryFailure.QUERY_TOO_LARGE;
            case 429 -> QueryFailure.TOO_MANY_REQUESTS;
            default -> status >= 500 ? QueryFailure.SERVER_ERROR : QueryFailure.BAD_QUERY;
        };
    }

    private static String advice(QueryFailure reason) {
        return switch (reason) {
            case QUERY_TOO_LARGE -> " (aggregate, shorten the period or ask with a larger step)";
            case TIMEOUT -> " (simplify the query, or raise --query.timeout and the data source's timeout)";
            case UNAUTHORIZED -> " (check the data source's user, password or token)";
            case INVALID_ANSWER ->
                " (the data source's url must be Prometheus' base address, without /api/v1;"
                        + " redirects are not followed)";
            case TOO_MANY_REQUESTS -> " (spread the rules' intervals, or lower max_concurrent)";
            case UNREACHABLE, SERIES_LIMIT, BAD_QUERY, SERVER_ERROR, CIRCUIT_OPEN, BULKHEAD_FULL -> "";
        };
    }
}
