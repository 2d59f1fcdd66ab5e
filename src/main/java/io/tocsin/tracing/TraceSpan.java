package io.tocsin.tracing;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A piece of work from its beginning to its end. Ending it again does nothing. Safe to end on another thread. */
public final class TraceSpan {

    /** On whose side of a request the work is; the numbers are those of OTLP. */
    public enum TraceKind {
        INTERNAL(1),
        SERVER(2),
        CLIENT(3);

        private final int number;

        TraceKind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** Of a span that nobody keeps. */
    private static final TraceSpan NOBODYS =
            new TraceSpan(null, null, TraceKind.INTERNAL, Instant.EPOCH, finished -> {});

    private static final int MAX_CHARACTERS = 2_000;

    private final @Nullable TraceParent place;
    private final @Nullable String parentId;
    private final TraceKind kind;
    private final Instant startedAt;
    private final long startedNanos = System.nanoTime();
    private final Consumer<FinishedSpan> keeper;
    private final Map<String, Object> attributes = new TreeMap<>();
    private final AtomicBoolean hasEnded = new AtomicBoolean();
    private String name = "";
    private @Nullable String failure;

    private TraceSpan(
            @Nullable TraceParent place,
            @Nullable String parentId,
            TraceKind kind,
            Instant startedAt,
            Consumer<FinishedSpan> keeper) {
        this.place = place;
        this.parentId = parentId;
        this.kind = kind;
        this.startedAt = startedAt;
        this.keeper = keeper;
    }

    /** What is done within it is done within that: nothing of it is kept. */
    static TraceSpan nobodys() {
        return NOBODYS;
    }

    static TraceSpan of(
            TraceParent place,
            @Nullable String parentId,
            TraceKind kind,
            Instant startedAt,
            Consumer<FinishedSpan> keeper) {
        return new TraceSpan(place, parentId, kind, startedAt, keeper);
    }

    /** Null: it is not kept, and so is nothing within it. */
    @Nullable
    TraceParent place() {
        return place;
    }

    private boolean isKept() {
        return place != null && place.isSampled();
    }

    public synchronized TraceSpan name(String name) {
        if (isKept()) {
            this.name = name;
        }
        return this;
    }

    /** Long values are cut. */
    public synchronized TraceSpan with(String attribute, String value) {
        if (isKept()) {
            attributes.put(attribute, value.length() > MAX_CHARACTERS ? value.substring(0, MAX_CHARACTERS) : value);
        }
        return this;
    }

    public synchronized TraceSpan with(String attribute, long value) {
        if (isKept()) {
            attributes.put(attribute, value);
        }
        return this;
    }

    /** It did not do what it was for. */
    public synchronized TraceSpan failed(String why) {
        if (isKept()) {
            failure = why;
        }
        return this;
    }

    /** There was nothing to do, so there is nothing to see. */
    public void forget() {
        hasEnded.set(true);
    }

    public synchronized void end() {
        TraceParent mine = place;
        if (mine != null && mine.isSampled() && hasEnded.compareAndSet(false, true)) {
            // The clock may be set meanwhile; how long it took is what counts.
            Instant endedAt = startedAt.plus(Duration.ofNanos(System.nanoTime() - startedNanos));
            keeper.accept(new FinishedSpan(
                    mine,
                    parentId,
                    name,
                    kind,
                    new FinishedSpan.SpanTimes(startedAt, endedAt),
                    Map.copyOf(attributes),
                    failure));
        }
    }
}
