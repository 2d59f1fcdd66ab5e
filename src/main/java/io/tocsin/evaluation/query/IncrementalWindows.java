package io.tocsin.evaluation.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.WrappedQuerier;
import io.tocsin.label.Sample;
import io.tocsin.logql.window.Slicing;
import io.tocsin.logql.window.WindowPart;
import io.tocsin.rule.RuleGroup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Answers the questions of groups with {@code incremental: true} from slices of their windows, so that a line is read about
 * twice and not at every slot for as long as it is in a window. Whenever the slices do not answer for a reason that may be
 * their own, the question is asked as it is written, at once and for a while after.
 */
public final class IncrementalWindows {

    /** About 16 MB with the lists that hold them. */
    public static final int MOST_SAMPLES = 500_000;

    private static final Duration SWEEP_PAUSE = Duration.ofSeconds(30);

    /** A question that its group does not ask any more is one of a rule that was changed, or that is asked together with others now. */
    private static final int SLOTS_UNASKED = 3;

    /** No question takes more than one of so many parts of the samples. */
    private static final int QUESTIONS_AT_LEAST = 5;

    private final MeterRegistry meters;
    private final Clock clock;
    private final int mostSamples;
    private final Map<RoundQuestion, SlicedQuestion> questions = new ConcurrentHashMap<>();
    /** Between two sweeps about right, and right after each. */
    private final AtomicInteger samples = new AtomicInteger();

    private final AtomicReference<Instant> sweptAt = new AtomicReference<>(Instant.MIN);

    /** @param mostSamples how many samples of slices are kept for all questions together; 0: none is asked in slices */
    public IncrementalWindows(MeterRegistry meters, Clock clock, int mostSamples) {
        this.meters = meters;
        this.clock = clock;
        this.mostSamples = mostSamples;
        meters.gauge("tocsin.rule.windows.samples", samples);
    }

    /** What asks the same at the same times: a group, or those of a file that share their slots. */
    private record SlicedRound(
            String name,
            Duration interval,
            String dataSource,
            @Nullable Duration queryOffset) {

        static SlicedRound of(RuleGroup group) {
            String name = group.sharesSlot() ? group.key().file() : group.key().toString();
            return new SlicedRound(name, group.interval(), group.dataSource(), group.queryOffset());
        }
    }

    private record RoundQuestion(SlicedRound round, String text) {

        static RoundQuestion of(RuleGroup group, String text) {
            return new RoundQuestion(SlicedRound.of(group), text.strip());
        }
    }

    /** The data source as the live questions of a group meet it: itself unless the group is incremental. */
    Querier around(RuleGroup group, Querier querier) {
        return isOf(group, querier) ? new SlicingQuerier(group, querier) : querier;
    }

    private boolean isOf(RuleGroup group, Querier querier) {
        return mostSamples > 0 && group.incremental() && querier.speaksLogql();
    }

    /**
     * How a question is asked in slices.
     *
     * @param range its longest window
     * @param read how much of it is read at each slot
     * @param restsBecause why it is asked as it is written for now; empty when it is not
     */
    public record WindowUse(Duration range, Duration read, String restsBecause) {}

    /** How it is at a time; empty when it is always asked as it is written. */
    public Optional<WindowUse> of(Querier querier, RuleGroup group, String text, Instant at) {
        if (!isOf(group, querier) || !(Slicing.of(text, group.interval()) instanceof Slicing.SlicedWindows sliced)) {
            return Optional.empty();
        }
        Duration range = sliced.parts().stream()
                .map(WindowPart::range)
                .max(Duration::compareTo)
                .orElseThrow();
        SlicedQuestion question = questions.get(RoundQuestion.of(group, text));
        String restsBecause = question == null ? "" : question.restsBecause(at);
        return Optional.of(new WindowUse(range, group.interval().multipliedBy(2), restsBecause));
    }

    private Mono<QueryResult<List<Sample>>> ask(RuleGroup group, Querier querier, String text, Instant at) {
        Instant now = clock.instant();
        sweep(now);
        SlicedQuestion question = question(group, querier, text, at, now);
        question.asked(at, now);
        boolean isSliced = question.slicing() instanceof Slicing.SlicedWindows
                && question.restsBecause(at).isEmpty()
                && at.truncatedTo(ChronoUnit.MILLIS).equals(at);
        if (!isSliced) {
            return querier.query(text, at);
        }
        int before = question.samples();
        return question.ask(at)
                .doOnCancel(() -> rest(question, group, at, "cancelled"))
                .flatMap(answer -> {
                    int own = question.samples();
                    boolean isTooMuch =
                            samples.addAndGet(own - before) > mostSamples || own > mostSamples / QUESTIONS_AT_LEAST;
                    String because = answer.wholeBecause().isEmpty() && isTooMuch ? "memory" : answer.wholeBecause();
                    if (!because.isEmpty()) {
                        rest(question, group, at, because);
                    }
                    QueryResult<List<Sample>> result = answer.result();
                    if (result instanceof QueryResult.Success<List<Sample>>) {
                        meters.counter("tocsin.rule.windows.sliced").increment();
                    }
                    return result == null ? querier.query(text, at) : Mono.just(result);
                });
    }

    private SlicedQuestion question(RuleGroup group, Querier querier, String text, Instant at, Instant now) {
        SlicedQuestion found = questions.compute(
                RoundQuestion.of(group, text),
                (key, known) -> known != null && known.isFor(querier)
                        ? known
                        : new SlicedQuestion(querier, text, group.interval(), at, now));
        if (found == null) {
            throw new IllegalStateException("no question");
        }
        return found;
    }

    private void rest(SlicedQuestion question, RuleGroup group, Instant at, String because) {
        meters.counter("tocsin.rule.windows.unsliced", "reason", because).increment();
        int before = question.samples();
        question.rest(RestingQuestions.until(group, at), because);
        samples.addAndGet(-before);
    }

    /** Forgets what nobody asks any more: of changed rules, removed groups, and groups that another replica has taken over. */
    private void sweep(Instant now) {
        Instant last = Objects.requireNonNull(sweptAt.get());
        if (now.isBefore(last.plus(SWEEP_PAUSE)) || !sweptAt.compareAndSet(last, now)) {
            return;
        }
        Map<SlicedRound, Instant> newest = new HashMap<>();
        questions.forEach((key, question) ->
                newest.merge(key.round(), question.askedAt(), (one, other) -> one.isAfter(other) ? one : other));
        questions.entrySet().removeIf(entry -> {
            SlicedQuestion question = entry.getValue();
            Instant unasked = question.askedAt().plus(question.interval().multipliedBy(SLOTS_UNASKED));
            Instant ofRound = newest.getOrDefault(entry.getKey().round(), question.askedAt());
            return question.isOver(now) || unasked.isBefore(ofRound);
        });
        samples.set(
                questions.values().stream().mapToInt(SlicedQuestion::samples).sum());
    }

    private final class SlicingQuerier extends WrappedQuerier {

        private final RuleGroup group;
        private final Querier querier;

        SlicingQuerier(RuleGroup group, Querier querier) {
            super(querier);
            this.group = group;
            this.querier = querier;
        }

        @Override
        public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
            return Mono.defer(() -> ask(group, querier, expression, at));
        }

        @Override
        protected <T> Mono<QueryResult<T>> around(
                QueryKind kind, String text, Supplier<Mono<QueryResult<T>>> question) {
            return question.get();
        }
    }
}
