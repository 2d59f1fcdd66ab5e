package io.tocsin.evaluation.query;

import io.tocsin.evaluation.state.AbsencePlan;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.EntityMemory;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.evaluation.state.Sighting;
import io.tocsin.evaluation.state.Sighting.SightingWindow;
import io.tocsin.label.Labels;
import io.tocsin.rule.Absence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/**
 * The questions of a rule that watches for absence: the lines since the last slot; while not all of {@code seen_within} is
 * known, one piece of what lies before; and, when somebody seems to be missing, once more for lines that came late. Only
 * the first of them must be answered.
 */
final class AbsenceQuestions {

    private static final RuleAnswer NOTHING = RuleAnswer.NONE;

    private final Absence absence;
    private final AbsencePlan plan;
    private final BiFunction<String, Instant, Mono<RuleAnswer>> ask;

    /**
     * @param watchedSince nobody who was missing then already is looked for
     * @param ask puts one expression to the data source at a time
     */
    AbsenceQuestions(
            Absence absence,
            Duration interval,
            Instant watchedSince,
            BiFunction<String, Instant, Mono<RuleAnswer>> ask) {
        this.absence = absence;
        this.plan = new AbsencePlan(absence, interval, watchedSince);
        this.ask = ask;
    }

    /** Looks at the slot that has come due. */
    Mono<RuleAnswer> askLive(EntityMemory memory, Instant at) {
        SightingWindow newest = plan.newest(memory, at);
        return ask(newest).flatMap(answer -> {
            if (!(answer.answer() instanceof Answer.Samples)) {
                return Mono.just(answer);
            }
            RuleAnswer first = answer.with(NOTHING, List.of(sighting(answer, newest)));
            return askOlder(memory, first, at).flatMap(known -> recheck(memory, known, at));
        });
    }

    /** Looks at one slot whose predecessors are still to be caught up: only its own window. */
    Mono<RuleAnswer> askAfterMissed(EntityMemory memory, Instant at) {
        SightingWindow own = plan.own(at);
        return ask(own).flatMap(answer -> answer.answer() instanceof Answer.Samples
                ? recheck(memory, answer.with(NOTHING, List.of(sighting(answer, own))), at)
                : Mono.just(answer));
    }

    /** Asks for all that would be known before a slot of the past; what cannot be asked is not known. */
    Mono<RuleAnswer> askHistory(Instant at) {
        SightingWindow newest = plan.newest(EntityMemory.EMPTY, at);
        return ask(newest)
                .flatMap(answer -> answer.answer() instanceof Answer.Samples
                        ? askHistory(answer.with(NOTHING, List.of(sighting(answer, newest))), at)
                        : Mono.just(answer));
    }

    private Mono<RuleAnswer> askHistory(RuleAnswer answer, Instant at) {
        return askOlder(EntityMemory.EMPTY, answer, at)
                .flatMap(more ->
                        more.sightings().size() == answer.sightings().size() ? Mono.just(more) : askHistory(more, at));
    }

    private Mono<RuleAnswer> askOlder(EntityMemory memory, RuleAnswer answer, Instant at) {
        Optional<SightingWindow> older = plan.older(after(memory, answer, at), at);
        return older.isEmpty()
                ? Mono.just(answer)
                : ask(older.get()).map(found -> also(answer, found, sighting(found, older.get())));
    }

    private Mono<RuleAnswer> recheck(EntityMemory memory, RuleAnswer answer, Instant at) {
        EntityMemory after = after(memory, answer, at);
        Optional<SightingWindow> window = plan.recheck(memory, after, at);
        if (window.isEmpty()) {
            return Mono.just(answer);
        }
        Set<Labels> missing = after.missing(at, absence);
        return ask(window.get()).map(found -> {
            Set<Labels> late = new HashSet<>(entities(found));
            late.retainAll(missing);
            return also(answer, found, Sighting.notSilentAt(plan.seenAt(window.get()), late));
        });
    }

    private EntityMemory after(EntityMemory memory, RuleAnswer answer, Instant at) {
        EntityMemory after = memory;
        for (Sighting sighting : answer.sightings()) {
            after = after.with(sighting);
        }
        return after.at(at, absence);
    }

    /** A further question without an answer changes nothing: it is put again at the next slot. */
    private static RuleAnswer also(RuleAnswer answer, RuleAnswer found, Sighting sighting) {
        if (!(found.answer() instanceof Answer.Samples)) {
            return answer;
        }
        List<Sighting> sightings = new ArrayList<>(answer.sightings());
        sightings.add(sighting);
        return answer.with(found, sightings);
    }

    private Mono<RuleAnswer> ask(SightingWindow window) {
        return ask.apply(absence.lines(Duration.between(window.after(), window.until())), window.until());
    }

    private static Sighting sighting(RuleAnswer answer, SightingWindow window) {
        return Sighting.of(entities(answer), window);
    }

    private static Set<Labels> entities(RuleAnswer answer) {
        return answer.answer() instanceof Answer.Samples samples ? Sighting.entities(samples) : Set.of();
    }
}
