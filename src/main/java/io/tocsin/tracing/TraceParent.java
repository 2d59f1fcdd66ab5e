package io.tocsin.tracing;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Within which span something is done, as W3C Trace Context writes it. It is known to the thread that does the work, and travels
 * in the Reactor context where work goes on elsewhere.
 *
 * @param traceId 32 lower-case hexadecimal digits
 * @param spanId 16 of them
 * @param isSampled whether the trace is kept; what belongs to one that is not is not kept either
 */
public record TraceParent(String traceId, String spanId, boolean isSampled) {

    /** The header's name. */
    public static final String HEADER = "traceparent";

    private static final Pattern VERSION_0 = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
    private static final Pattern ZEROS = Pattern.compile("0+");
    private static final ThreadLocal<TraceParent> CURRENT = new ThreadLocal<>();

    /** Empty when the header is missing, of a later version, or wrong: then a new trace begins. */
    public static Optional<TraceParent> parse(@Nullable String header) {
        Matcher matcher = VERSION_0.matcher(header == null ? "" : header.strip());
        if (!matcher.matches()
                || ZEROS.matcher(matcher.group(1)).matches()
                || ZEROS.matcher(matcher.group(2)).matches()) {
            return Optional.empty();
        }
        boolean isSampled = (Integer.parseInt(matcher.group(3), 16) & 1) == 1;
        return Optional.of(new TraceParent(matcher.group(1), matcher.group(2), isSampled));
    }

    public String header() {
        return "00-" + traceId + "-" + spanId + (isSampled ? "-01" : "-00");
    }

    /** Of the work that this thread does now. */
    static Optional<TraceParent> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Makes it this thread's, and returns what was before. */
    static @Nullable TraceParent enter(@Nullable TraceParent now) {
        TraceParent before = CURRENT.get();
        if (now == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(now);
        }
        return before;
    }

    public static Optional<TraceParent> in(ContextView context) {
        return context.getOrEmpty(TraceParent.class);
    }

    /** What this thread does now goes on in a Reactor context; changes nothing while nothing is traced. */
    public static Function<Context, Context> handOver() {
        TraceParent now = CURRENT.get();
        return now == null ? Function.identity() : now.asContext();
    }

    Function<Context, Context> asContext() {
        return context -> context.put(TraceParent.class, this);
    }
}
