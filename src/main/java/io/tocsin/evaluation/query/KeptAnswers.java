package io.tocsin.evaluation.query;

import io.tocsin.datasource.QueryResult;
import io.tocsin.label.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Timed;

/**
 * Answers that groups of one slot take from each other: what the first of them asks the others wait for, or find, for a
 * moment. A failure is not kept: who comes later asks anew.
 */
final class KeptAnswers {

    /** Groups of one slot begin within a second or so; who comes much later is to see lines that have arrived meanwhile. */
    static final Duration KEPT = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private final Map<AskedAtSlot, AnswerOfSlot> kept = new ConcurrentHashMap<>();

    KeptAnswers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param isIncremental whether it may be answered from slices, which groups that do not want it take no answer of */
    record AskedAtSlot(String dataSource, String text, Instant at, boolean isIncremental) {}

    private record AnswerOfSlot(Mono<Timed<QueryResult<List<Sample>>>> answer, long since) {}

    /** @param ask is called at most once while its answer is kept, and not before somebody subscribes */
    Mono<Timed<QueryResult<List<Sample>>>> get(AskedAtSlot question, Supplier<Mono<QueryResult<List<Sample>>>> ask) {
        return Mono.defer(() -> {
            long now = nanoTime.getAsLong();
            kept.values().removeIf(one -> now - one.since() > KEPT.toNanos());
            return kept.computeIfAbsent(question, key -> new AnswerOfSlot(asked(key, ask), now))
                    .answer();
        });
    }

    private Mono<Timed<QueryResult<List<Sample>>>> asked(
            AskedAtSlot question, Supplier<Mono<QueryResult<List<Sample>>>> ask) {
        // Who waits no longer does not end the question for the others.
        return Mono.defer(ask)
                .timed()
                .doOnNext(timed -> {
                    if (!(timed.get() instanceof QueryResult.Success)) {
                        kept.remove(question);
                    }
                })
                .doOnError(error -> kept.remove(question))
                .cache();
    }
}
