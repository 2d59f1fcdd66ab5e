package io.tocsin.api.loki;

import io.tocsin.logql.engine.Direction;
import io.tocsin.text.go.GoIntegers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.springframework.util.MultiValueMap;

/** The parameters of a request, from the URL and from a form body, with Loki's defaults and error texts. */
final class LokiParameters {

    private static final long DEFAULT_SINCE_NANOS = 3_600 * LokiTimes.NANOS_PER_SECOND;
    private static final long MAX_UNSIGNED_INT = 0xffff_ffffL;
    static final int DEFAULT_LIMIT = 100;
    private static final int MAX_POINTS = 11_000;
    private static final int DEFAULT_POINTS = 250;

    private final MultiValueMap<String, String> values;
    private final long nowNanos;

    LokiParameters(MultiValueMap<String, String> values, long nowNanos) {
        this.values = values;
        this.nowNanos = nowNanos;
    }

    /** A span of time; whether the end belongs to it depends on the endpoint. */
    record Bounds(long startNanos, long endNanos) {

        long lengthNanos() {
            return endNanos - startNanos;
        }
    }

    String text(String name) {
        String value = values.getFirst(name);
        return value == null ? "" : value;
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    String query() {
        return text("query");
    }

    long timeNanos() {
        return timestamp("time", nowNanos);
    }

    /** Start and end as given, by {@code since}, or the last hour; a start after the end is not refused here. */
    Bounds bounds() {
        long since = text("since").isEmpty()
                ? DEFAULT_SINCE_NANOS
                : wrapped("since", () -> LokiTimes.duration(text("since")));
        long end = wrapped("end", () -> timestamp("end", nowNanos));
        long start = wrapped("start", () -> timestamp("start", Math.min(end, nowNanos) - since));
        return new Bounds(start, end);
    }

    /**
     * From the start to an hour from now: everything until now, and what comes between this request and the moment from
     * which a tail listens.
     */
    Bounds sinceStart() {
        return new Bounds(bounds().startNanos, nowNanos + DEFAULT_SINCE_NANOS);
    }

    /** As {@link #bounds}, but a start after the end is an error. */
    Bounds orderedBounds() {
        Bounds bounds = bounds();
        if (bounds.endNanos < bounds.startNanos) {
            throw LokiException.badRequest("end timestamp must not be before or equal to start time");
        }
        return bounds;
    }

    int limit() {
        return positive("limit", DEFAULT_LIMIT);
    }

    int positive(String name, int defaultValue) {
        long limit =
                text(name).isEmpty() ? defaultValue : LokiException.reading(() -> GoIntegers.parse(text(name), "Atoi"));
        if (limit <= 0) {
            throw LokiException.badRequest("limit must be a positive value");
        }
        if (limit > MAX_UNSIGNED_INT) {
            throw LokiException.badRequest(name + " value " + limit + " is out of range [0, " + MAX_UNSIGNED_INT + "]");
        }
        return (int) Math.min(limit, Integer.MAX_VALUE);
    }

    Direction direction() {
        return switch (text("direction").toUpperCase(Locale.ROOT)) {
            case "", "BACKWARD" -> Direction.BACKWARD;
            case "FORWARD" -> Direction.FORWARD;
            default -> throw LokiException.badRequest("invalid direction '" + text("direction") + "'");
        };
    }

    /** The step of a range query: at most 11,000 points, by default about 250. */
    long stepNanos(Bounds bounds) {
        long step = text("step").isEmpty()
                ? Math.max(1, bounds.lengthNanos() / LokiTimes.NANOS_PER_SECOND / DEFAULT_POINTS)
                        * LokiTimes.NANOS_PER_SECOND
                : LokiTimes.secondsOrDuration(text("step"));
        if (step <= 0) {
            throw LokiException.badRequest(
                    "zero or negative query resolution step widths are not accepted. Try a positive integer");
        }
        if (bounds.lengthNanos() / step > MAX_POINTS) {
            throw LokiException.badRequest("exceeded maximum resolution of 11,000 points per time series. Try"
                    + " increasing the value of the step parameter");
        }
        return step;
    }

    long intervalNanos() {
        long interval = text("interval").isEmpty() ? 0 : LokiTimes.secondsOrDuration(text("interval"));
        if (interval < 0) {
            throw LokiException.badRequest("interval must be >= 0");
        }
        return interval;
    }

    /** The selectors of a series request; empty for all streams. */
    List<String> matches() {
        TreeSet<String> selectors = new TreeSet<>(all("match"));
        selectors.addAll(all("match[]"));
        boolean everything =
                selectors.size() == 1 && selectors.first().replace(" ", "").equals("{}");
        return everything ? List.of() : new ArrayList<>(selectors);
    }

    private long timestamp(String name, long defaultNanos) {
        return text(name).isEmpty() ? defaultNanos : LokiTimes.parse(text(name));
    }

    private interface Parse {
        long run();
    }

    private static long wrapped(String name, Parse parse) {
        try {
            return parse.run();
        } catch (LokiException e) {
            throw new LokiException(400, "could not parse '" + name + "' parameter: " + e.getMessage(), e);
        }
    }
}
