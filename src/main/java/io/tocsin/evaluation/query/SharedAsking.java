package io.tocsin.evaluation.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.evaluation.sharing.PlannedQuestion;
import io.tocsin.evaluation.sharing.QuestionPlan;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Timed;

/**
 * Puts the questions of a plan. Whenever a shared one gives no answer for a reason that may be its own, its expressions are asked
 * one by one, at once and for a while after.
 *
 * @param <T> what a data source answers: samples of one time, or series of several
 * @param <A> the answer to one expression
 */
final class SharedAsking<T, A> {

    private final int concurrency;
    private final MeterRegistry meters;
    private final RestingQuestions resting;

    SharedAsking(int concurrency, MeterRegistry meters) {
        this.concurrency = concurrency;
        this.meters = meters;
        this.resting = new RestingQuestions(meters);
    }

    /** Who is asked, for whom, and of which time or times. */
    interface Asked<T, A> {

        RuleGroup group();

        /** The newest time that is asked about. */
        Instant at();

        Mono<Timed<QueryResult<T>>> ask(String text);

        /** The answer to an expression that was asked by itself, or with others to none of them. */
        A answer(QueryResult<T> result, Duration duration);

        /** The answers to those of the wanted expressions to which they are clear. */
        AnswerParts<A> split(
                PlannedQuestion question, List<String> wanted, QueryResult.Success<T> answer, Duration duration);
    }

    /** @param restBecause why the question is left alone for a while; empty when it was of use */
    record AnswerParts<A>(Map<String, A> answers, String restBecause) {}

    /** Each of the questions gives the answers to some of the wanted expressions, and asks nothing before it is subscribed to. */
    List<Flux<Map<String, A>>> ask(Asked<T, A> asked, QuestionPlan plan, Collection<String> wantedOfAll) {
        List<Flux<Map<String, A>>> questions = new ArrayList<>();
        for (PlannedQuestion question : plan.questions()) {
            List<String> wanted = question.expressions().stream()
                    .filter(wantedOfAll::contains)
                    .toList();
            if (question.isShared()
                    && !wanted.isEmpty()
                    && restsBecause(asked.group(), question, asked.at()).isEmpty()) {
                questions.add(askTogether(asked, question, wanted));
            } else {
                wanted.forEach(expression -> questions.add(askOne(asked, expression)));
            }
        }
        return questions;
    }

    /** Why the question is not put at a time; empty when it is. */
    String restsBecause(RuleGroup group, PlannedQuestion question, Instant at) {
        return resting.reason(group.dataSource(), question.text(), at);
    }

    private void rest(Asked<T, A> asked, PlannedQuestion question, String reason) {
        resting.add(asked.group(), question.text(), asked.at(), reason);
    }

    private Flux<Map<String, A>> askTogether(Asked<T, A> asked, PlannedQuestion question, List<String> wanted) {
        return asked.ask(question.text())
                .doOnCancel(() -> rest(asked, question, "cancelled"))
                .flatMapMany(timed -> {
                    if (timed.get() instanceof QueryResult.Failure<T> failure) {
                        return isOfAll(failure.reason())
                                ? Flux.just(same(wanted, asked.answer(failure, timed.elapsed())))
                                : failed(asked, question, wanted, failure.reason());
                    }
                    if (timed.get() instanceof QueryResult.Success<T> success) {
                        return parts(asked, question, wanted, asked.split(question, wanted, success, timed.elapsed()));
                    }
                    throw new IllegalStateException("unknown result " + timed.get());
                });
    }

    private static <A> Map<String, A> same(List<String> expressions, A answer) {
        Map<String, A> all = new HashMap<>();
        expressions.forEach(expression -> all.put(expression, answer));
        return all;
    }

    /** Whether every single question would have been refused for the same reason, which must not be asked so often again. */
    static boolean isOfAll(QueryFailure reason) {
        return switch (reason) {
            case UNREACHABLE, CIRCUIT_OPEN, UNAUTHORIZED, TOO_MANY_REQUESTS, BULKHEAD_FULL -> true;
            case TIMEOUT, SERIES_LIMIT, QUERY_TOO_LARGE, BAD_QUERY, SERVER_ERROR, INVALID_ANSWER -> false;
        };
    }

    private Flux<Map<String, A>> failed(
            Asked<T, A> asked, PlannedQuestion question, List<String> wanted, QueryFailure reason) {
        rest(asked, question, reason.word());
        return askEach(asked, wanted);
    }

    private Flux<Map<String, A>> parts(
            Asked<T, A> asked, PlannedQuestion question, List<String> wanted, AnswerParts<A> parts) {
        if (!parts.restBecause().isEmpty()) {
            rest(asked, question, parts.restBecause());
        }
        Map<String, A> answers = parts.answers();
        saved(Math.max(0, answers.size() - 1));
        if (answers.size() == wanted.size()) {
            return Flux.just(answers);
        }
        List<String> unclear = wanted.stream()
                .filter(expression -> !answers.containsKey(expression))
                .toList();
        return Flux.concat(Flux.just(answers), askEach(asked, unclear));
    }

    /** Counts questions that were not put because another one was. */
    void saved(int questions) {
        meters.counter("tocsin.rule.questions.saved").increment(questions);
    }

    private Flux<Map<String, A>> askEach(Asked<T, A> asked, List<String> expressions) {
        return Flux.fromIterable(expressions).flatMap(expression -> askOne(asked, expression), concurrency);
    }

    private Flux<Map<String, A>> askOne(Asked<T, A> asked, String expression) {
        return asked.ask(expression)
                .map(timed -> Map.of(expression, asked.answer(timed.get(), timed.elapsed())))
                .flux();
    }
}
