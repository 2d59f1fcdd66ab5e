package io.tocsin.datasource.loki;

import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.http.Excerpt;
import java.util.List;
import java.util.Locale;

/**
 * Tells Loki's errors apart. Loki answers with a bare text, and its status says little: 400 and 500 are used for limits
 * and for errors of the query alike, so the text decides first.
 */
final class LokiErrors {

    private static final List<KnownError> KNOWN = List.of(
            new KnownError("maximum number of series", QueryFailure.SERIES_LIMIT, Advice.SERIES),
            new KnownError("maximum of series", QueryFailure.SERIES_LIMIT, Advice.SERIES),
            new KnownError("too many outstanding requests", QueryFailure.TOO_MANY_REQUESTS, Advice.OUTSTANDING),
            new KnownError("query time range exceeds", QueryFailure.QUERY_TOO_LARGE, Advice.RANGE),
            new KnownError("query would read too many bytes", QueryFailure.QUERY_TOO_LARGE, Advice.BYTES),
            new KnownError("would read too many bytes", QueryFailure.QUERY_TOO_LARGE, Advice.BYTES),
            new KnownError("max_entries_limit", QueryFailure.QUERY_TOO_LARGE, Advice.LIMIT),
            new KnownError("exceeded maximum resolution", QueryFailure.QUERY_TOO_LARGE, Advice.STEP),
            new KnownError("message larger than max", QueryFailure.QUERY_TOO_LARGE, Advice.BYTES),
            new KnownError("context deadline exceeded", QueryFailure.TIMEOUT, Advice.TIMEOUT),
            new KnownError("context canceled", QueryFailure.TIMEOUT, Advice.TIMEOUT),
            new KnownError("request timed out", QueryFailure.TIMEOUT, Advice.TIMEOUT),
            new KnownError("no org id", QueryFailure.UNAUTHORIZED, Advice.TENANT),
            new KnownError("parse error", QueryFailure.BAD_QUERY, Advice.NONE),
            new KnownError("pipeline error", QueryFailure.BAD_QUERY, Advice.PIPELINE),
            new KnownError("matching not allowed", QueryFailure.BAD_QUERY, Advice.MATCHING),
            new KnownError("matching must be explicit", QueryFailure.BAD_QUERY, Advice.MATCHING),
            new KnownError("log queries are not supported as an instant query", QueryFailure.BAD_QUERY, Advice.METRIC),
            new KnownError("unexpected expr type", QueryFailure.BAD_QUERY, Advice.NONE),
            new KnownError("is not enabled", QueryFailure.BAD_QUERY, Advice.NONE));

    private LokiErrors() {}

    static <T> QueryResult<T> classify(int status, String body) {
        String lower = body.toLowerCase(Locale.ROOT);
        for (KnownError known : KNOWN) {
            if (lower.contains(known.part())) {
                return failure(known.reason(), status, body, known.advice());
            }
        }
        return byStatus(status, body);
    }

    private static <T> QueryResult<T> byStatus(int status, String body) {
        if (status >= 300 && status < 400) {
            return failure(QueryFailure.INVALID_ANSWER, status, body, Advice.REDIRECT);
        }
        return switch (status) {
            case 401, 403 -> failure(QueryFailure.UNAUTHORIZED, status, body, Advice.CREDENTIALS);
            case 404, 405 -> failure(QueryFailure.INVALID_ANSWER, status, body, Advice.ADDRESS);
            case 408, 499, 504 -> failure(QueryFailure.TIMEOUT, status, body, Advice.TIMEOUT);
            case 413, 414 -> failure(QueryFailure.QUERY_TOO_LARGE, status, body, Advice.BYTES);
            case 429 -> failure(QueryFailure.TOO_MANY_REQUESTS, status, body, Advice.RATE);
            default -> {
                QueryFailure reason = status >= 500 ? QueryFailure.SERVER_ERROR : QueryFailure.BAD_QUERY;
                yield failure(reason, status, body, Advice.NONE);
            }
        };
    }

    private static <T> QueryResult<T> failure(QueryFailure reason, int status, String body, Advice advice) {
        String text = Excerpt.of(body);
        String said = text.isEmpty() ? "Loki answered " + status + " without a text" : "Loki answered " + status + ": ";
        return new Failure<>(reason, said + text + advice.sentence());
    }

    private record KnownError(String part, QueryFailure reason, Advice advice) {}

    private enum Advice {
        NONE(""),
        SERIES("aggregate with sum by (few labels), or raise max_query_series in Loki's limits_config"),
        OUTSTANDING("Loki's queue is full: spread the rules' intervals, lower this data source's max_concurrent, or"
                + " raise max_outstanding_requests_per_tenant in Loki"),
        RATE("Loki or a proxy limits the rate of requests: spread the rules' intervals or lower max_concurrent"),
        RANGE("shorten the range in brackets, or raise max_query_length in Loki's limits_config"),
        BYTES("narrow the stream selector or shorten the range, or raise Loki's limits on bytes read"),
        LIMIT("ask for fewer lines, or raise max_entries_limit_per_query in Loki's limits_config"),
        STEP("ask for a shorter period or a larger step"),
        TIMEOUT("Loki did not finish in time: narrow the stream selector, shorten the range, or raise query_timeout"),
        TENANT("this Loki has tenants: set the data source's tenant (TOCSIN_LOKI_TENANT)"),
        CREDENTIALS("check the data source's user, password or token, and its tenant"),
        ADDRESS("the data source's url must be Loki's base address, without /loki/api/v1"),
        REDIRECT("redirects are not followed: set the data source's url to the final address (http or https, and is it"
                + " behind a login page?)"),
        PIPELINE("add | __error__=\"\" after the parser to skip such lines"),
        MATCHING("make both sides' labels match with on(…), ignoring(…) or group_left(…)"),
        METRIC("an alert needs a number: wrap the query in count_over_time(… [5m])");

        private final String text;

        Advice(String text) {
            this.text = text;
        }

        String sentence() {
            return text.isEmpty() ? "" : " (" + text + ")";
        }
    }
}
