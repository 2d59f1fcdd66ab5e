package io.tocsin.tracing;

import io.tocsin.tracing.TraceSpan.TraceKind;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Begins spans. While tracing is off no method makes anything, and work is only passed through. */
public final class Tracing {

    private static final Tracing OFF = new Tracing(null, 0, Clock.systemUTC());

    private final @Nullable Consumer<FinishedSpan> keeper;
    private final double ratio;
    private final Clock clock;

    /** @param ratio which part of the traces that begin here is kept, from 0 to 1 */
    Tracing(@Nullable Consumer<FinishedSpan> keeper, double ratio, Clock clock) {
        this.keeper = keeper;
        this.ratio = ratio;
        this.clock = clock;
    }

    public static Tracing off() {
        return OFF;
    }

    public boolean isOn() {
        return keeper != null;
    }

    /** A span of nobody's thread, for work that goes on elsewhere. */
    TraceSpan begin(TraceKind kind, Optional<TraceParent> parent) {
        if (keeper == null) {
            return TraceSpan.nobodys();
        }
        String traceId = parent.map(TraceParent::traceId).orElseGet(() -> id() + id());
        boolean isSampled = parent.map(TraceParent::isSampled).orElseGet(this::isChosen);
        return TraceSpan.of(
                new TraceParent(traceId, id(), isSampled),
                parent.map(TraceParent::spanId).orElse(null),
                kind,
                clock.instant(),
                keeper);
    }

    private boolean isChosen() {
        return ratio >= 1 || ThreadLocalRandom.current().nextDouble() < ratio;
    }

    /** Sixteen digits, never all zero. */
    private static String id() {
        long id;
        do {
            id = ThreadLocalRandom.current().nextLong();
        } while (id == 0);
        return HexFormat.of().toHexDigits(id);
    }

    /**
     * Does the work on this thread within a span; what it asks belongs to it. An exception of the work ends the span as failed
     * and is thrown on.
     */
    public <T> T within(String name, Function<TraceSpan, T> work) {
        if (keeper == null) {
            return work.apply(TraceSpan.nobodys());
        }
        TraceSpan span = begin(TraceKind.INTERNAL, TraceParent.current()).name(name);
        TraceParent before = TraceParent.enter(span.place());
        try {
            return work.apply(span);
        } catch (RuntimeException | Error e) {
            span.failed(e.getClass().getSimpleName());
            throw e;
        } finally {
            TraceParent.enter(before);
            span.end();
        }
    }

    /** A request to somebody else, from its subscription to its end. The span it belongs to is the one of the Reactor context. */
    public <T> Mono<T> asking(String name, Function<TraceSpan, Mono<T>> request) {
        if (keeper == null) {
            return request.apply(TraceSpan.nobodys());
        }
        return Mono.deferContextual(context -> {
            TraceSpan span = begin(TraceKind.CLIENT, TraceParent.in(context)).name(name);
            TraceParent place = span.place();
            Mono<T> asked = request.apply(span)
                    .doOnError(error -> span.failed(error.getClass().getSimpleName()))
                    // Before the answer goes on: whoever has it may end what keeps the span.
                    .doOnTerminate(span::end)
                    .doOnCancel(() -> span.failed("cancelled").end());
            return place == null ? asked : asked.contextWrite(place.asContext());
        });
    }
}
