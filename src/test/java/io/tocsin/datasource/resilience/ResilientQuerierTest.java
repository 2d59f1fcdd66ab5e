package io.tocsin.datasource.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.QueriedOnly;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.QueryResult.Success;
import io.tocsin.datasource.QueryStatistics;
import io.tocsin.datasource.Series;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class ResilientQuerierTest {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final QueryResult<List<Sample>> ONE =
            new Success<>(List.of(new Sample(Labels.empty(), 1)), QueryStatistics.NONE);

    private final ScriptedQuerier script = new ScriptedQuerier();

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "SERVER_ERROR", "TOO_MANY_REQUESTS"})
    void asksAgainAfterATransientFailure(QueryFailure reason) {
        script.fail(reason).fail(reason).answer();

        assertThat(ask(querier(3))).isEqualTo(ONE);
        assertThat(script.asked).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"BAD_QUERY", "SERIES_LIMIT", "QUERY_TOO_LARGE", "UNAUTHORIZED", "INVALID_ANSWER", "TIMEOUT"})
    void asksOnceWhenTheAnswerWouldBeTheSame(QueryFailure reason) {
        script.fail(reason).answer();

        assertThat(reasonOf(ask(querier(3)))).isEqualTo(reason);
        assertThat(script.asked).isEqualTo(1);
    }

    @Test
    void givesTheLastFailureWhenAllAttemptsFail() {
        script.fail(QueryFailure.UNREACHABLE)
                .fail(QueryFailure.UNREACHABLE)
                .fail(QueryFailure.SERVER_ERROR)
                .answer();

        assertThat(reasonOf(ask(querier(3)))).isEqualTo(QueryFailure.SERVER_ERROR);
    }

    @Test
    void staysWithinItsBudgetWhenTheDataSourceHangs() {
        script.hang();
        ResilienceSettings settings = new ResilienceSettings(
                Duration.ofMillis(200), 3, Duration.ofMillis(1), 4, Duration.ofMillis(100), 10, Duration.ofSeconds(30));

        QueryResult<List<Sample>> result = ask(new ResilientQuerier(DataSourceName.DEFAULT, script, settings));

        assertThat(reasonOf(result)).isEqualTo(QueryFailure.TIMEOUT);
    }

    @Test
    void givesTheLastFailureWhenTheBudgetEndsDuringAPause() {
        script.fail(QueryFailure.UNREACHABLE).answer();
        ResilienceSettings settings = new ResilienceSettings(
                Duration.ofSeconds(2), 3, Duration.ofMinutes(1), 4, Duration.ofMillis(100), 10, Duration.ofSeconds(30));

        QueryResult<List<Sample>> result = ask(new ResilientQuerier(DataSourceName.DEFAULT, script, settings));

        assertThat(reasonOf(result)).isEqualTo(QueryFailure.UNREACHABLE);
    }

    @Test
    void asksNothingMoreWhenAllQueriesFailed() {
        ResilientQuerier querier = querier(1);
        for (int i = 0; i < 5; i++) {
            script.fail(QueryFailure.UNREACHABLE);
            ask(querier);
        }
        script.answer();

        QueryResult<List<Sample>> result = ask(querier);

        assertThat(reasonOf(result)).isEqualTo(QueryFailure.CIRCUIT_OPEN);
        assertThat(result.toString()).contains("scripted UNREACHABLE");
        assertThat(script.asked).isEqualTo(5);
    }

    @Test
    void letsHeavyQueriesThatAlwaysTimeOutHinderNoOther() {
        ResilientQuerier querier = querier(1);
        for (int i = 0; i < 40; i++) {
            for (int heavy = 0; heavy < 4; heavy++) {
                script.fail(QueryFailure.TIMEOUT);
                ask(querier);
            }
            script.answer();

            assertThat(ask(querier)).isEqualTo(ONE);
        }
    }

    @Test
    void asksOnWhenOnlyTheQueriesThemselvesAreBad() {
        ResilientQuerier querier = querier(1);
        for (int i = 0; i < 20; i++) {
            script.fail(QueryFailure.BAD_QUERY);
            ask(querier);
        }
        script.answer();

        assertThat(ask(querier)).isEqualTo(ONE);
    }

    @Test
    void linesAndAPastThatItDoesNotGiveKeepNoRuleFromBeingAsked() {
        ResilientQuerier querier = querier(1);
        LogLinesQuery lines = new LogLinesQuery("{a=\"b\"}", Instant.EPOCH, Instant.EPOCH.plusSeconds(1), 10);
        for (int i = 0; i < 20; i++) {
            querier.logs(lines).block(PATIENCE);
            querier.queryRange("q", Instant.EPOCH, Instant.EPOCH.plusSeconds(60), Duration.ofSeconds(10))
                    .block(PATIENCE);
        }
        script.answer();

        assertThat(ask(querier)).isEqualTo(ONE);
        assertThat(reasonOf(querier.logs(lines).block(PATIENCE))).isEqualTo(QueryFailure.CIRCUIT_OPEN);
        assertThat(script.askedOtherwise)
                .as("each is given up on for a while after five failures")
                .isEqualTo(10);
    }

    @Test
    void checksEvenWhileTheCircuitIsOpen() {
        ResilientQuerier querier = querier(1);
        for (int i = 0; i < 5; i++) {
            script.fail(QueryFailure.UNREACHABLE);
            ask(querier);
        }

        assertThat(querier.check().block(PATIENCE)).isEqualTo(new Success<>("scripted", QueryStatistics.NONE));
    }

    @Test
    void letsTheConfiguredNumberThroughAndTheRestWaitInOrder() throws Exception {
        Sinks.One<QueryResult<List<Sample>>> first = script.later();
        Sinks.One<QueryResult<List<Sample>>> second = script.later();
        script.answer();
        ResilientQuerier querier = querier(1, 2, Duration.ofMinutes(5), 10);

        List<CompletableFuture<QueryResult<List<Sample>>>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(querier.query("q", Instant.EPOCH).toFuture());
        }

        assertThat(script.asked).isEqualTo(2);
        assertThat(answers).noneMatch(CompletableFuture::isDone);
        second.tryEmitValue(ONE);
        assertThat(answers.get(2).get(60, TimeUnit.SECONDS)).isEqualTo(ONE);
        assertThat(script.asked).isEqualTo(3);
        first.tryEmitValue(ONE);
        assertThat(answers.get(0).get(60, TimeUnit.SECONDS)).isEqualTo(ONE);
        assertThat(querier.bulkhead().getMetrics().getAvailableConcurrentCalls())
                .isEqualTo(2);
    }

    @Test
    void whatPeopleAskTakesNoRoomFromRules() {
        ResilientQuerier querier = querier(1, 4, Duration.ofMillis(50), 10);
        for (int i = 0; i < 4; i++) {
            script.later();
            ofPerson(querier).toFuture();
        }
        script.answers.clear();
        script.answer().answer().answer().answer();

        assertThat(script.asked).as("a quarter of the room is for people").isEqualTo(1);
        for (int i = 0; i < 4; i++) {
            assertThat(ask(querier)).isEqualTo(ONE);
        }
    }

    @Test
    void failuresOfWhatPeopleAskOpenNoCircuitForRules() {
        ResilientQuerier querier = querier(1);
        for (int i = 0; i < 20; i++) {
            script.fail(QueryFailure.TIMEOUT).fail(QueryFailure.UNREACHABLE);
            ofPerson(querier).block(PATIENCE);
            ofPerson(querier).block(PATIENCE);
        }
        script.answer();

        assertThat(ask(querier)).isEqualTo(ONE);
    }

    private static Mono<QueryResult<List<Sample>>> ofPerson(Querier querier) {
        return querier.query("q", Instant.EPOCH)
                .contextWrite(new QueryOrigin("inner").asContext())
                .contextWrite(QueryOrigin.ofPerson("page").asContext());
    }

    @Test
    void refusesWhatHasWaitedTooLong() {
        script.later();
        ResilientQuerier querier = querier(1, 1, Duration.ofMillis(50), 10);
        querier.query("q", Instant.EPOCH).toFuture();

        assertThat(reasonOf(ask(querier))).isEqualTo(QueryFailure.BULKHEAD_FULL);
        assertThat(script.asked).isEqualTo(1);
    }

    @Test
    void refusesAtOnceWhenTooManyWait() {
        script.later();
        ResilientQuerier querier = querier(1, 1, Duration.ofMinutes(5), 0);
        querier.query("q", Instant.EPOCH).toFuture();

        assertThat(reasonOf(ask(querier))).isEqualTo(QueryFailure.BULKHEAD_FULL);
    }

    @Test
    void losesNoRoomWhenWaitersAndQueriesAreCancelled() {
        ResilientQuerier querier = querier(1, 1, Duration.ofMinutes(5), 100);
        script.later();
        CompletableFuture<?> running = querier.query("q", Instant.EPOCH).toFuture();
        CompletableFuture<?> waiting = querier.query("q", Instant.EPOCH).toFuture();

        waiting.cancel(true);
        running.cancel(true);

        assertThat(querier.bulkhead().getMetrics().getAvailableConcurrentCalls())
                .isEqualTo(1);
        script.answer();
        assertThat(ask(querier)).isEqualTo(ONE);
    }

    private ResilientQuerier querier(int attempts) {
        return querier(attempts, 4, Duration.ofSeconds(1), 10);
    }

    private ResilientQuerier querier(int attempts, int concurrent, Duration maxWait, int maxWaiting) {
        return new ResilientQuerier(
                DataSourceName.DEFAULT,
                script,
                new ResilienceSettings(
                        Duration.ofMinutes(10),
                        attempts,
                        Duration.ofMillis(1),
                        concurrent,
                        maxWait,
                        maxWaiting,
                        Duration.ofMinutes(1)));
    }

    private static QueryResult<List<Sample>> ask(Querier querier) {
        return querier.query("q", Instant.EPOCH).block(PATIENCE);
    }

    private static QueryFailure reasonOf(QueryResult<?> result) {
        assertThat(result).isInstanceOf(Failure.class);
        return ((Failure<?>) result).reason();
    }

    /** Answers instant queries one after the other as told. */
    private static final class ScriptedQuerier implements QueriedOnly {

        private final Deque<Mono<QueryResult<List<Sample>>>> answers = new ArrayDeque<>();
        private int asked;
        private int askedOtherwise;

        ScriptedQuerier fail(QueryFailure reason) {
            answers.add(Mono.just(new Failure<>(reason, "scripted " + reason)));
            return this;
        }

        ScriptedQuerier answer() {
            answers.add(Mono.just(ONE));
            return this;
        }

        ScriptedQuerier hang() {
            answers.add(Mono.never());
            return this;
        }

        Sinks.One<QueryResult<List<Sample>>> later() {
            Sinks.One<QueryResult<List<Sample>>> sink = Sinks.one();
            answers.add(sink.asMono());
            return sink;
        }

        @Override
        public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
            return Mono.defer(() -> {
                asked++;
                return answers.remove();
            });
        }

        @Override
        public Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query) {
            return late();
        }

        @Override
        public Mono<QueryResult<List<Series>>> queryRange(
                String expression, Instant start, Instant end, Duration step) {
            return late();
        }

        private <T> Mono<QueryResult<T>> late() {
            return Mono.fromSupplier(() -> {
                askedOtherwise++;
                return new Failure<>(QueryFailure.TIMEOUT, "scripted");
            });
        }

        @Override
        public Mono<QueryResult<String>> check() {
            return Mono.just(new Success<>("scripted", QueryStatistics.NONE));
        }
    }
}
