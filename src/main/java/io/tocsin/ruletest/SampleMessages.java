package io.tocsin.ruletest;

import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryStatistics;
import io.tocsin.datasource.Series;
import io.tocsin.label.Sample;
import io.tocsin.message.Message;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** The messages that an alert of a rule would be, for a value that somebody gives. Nothing is asked and nothing is sent. */
public final class SampleMessages {

    private static final Duration LONGEST = Duration.ofDays(1);

    private SampleMessages() {}

    /**
     * The messages of the first alert; one for each way through the policies.
     *
     * @param sample the series that the rule's expression yields
     * @param lines log lines behind it, the newest last
     * @param isResolved true: those that say that it has ended
     * @return empty when the value does not make the rule fire, or the policies are silent for more than a day
     */
    public static List<Message> of(
            RuleGroup group,
            AlertRule rule,
            Sample sample,
            List<String> lines,
            boolean isResolved,
            Destinations destinations) {
        SimulatedClock clock = new SimulatedClock();
        GivenAnswers answers = new GivenAnswers(sample, lines);
        SimulatedGateway gateway = new SimulatedGateway(
                List.of(group.withRules(List.of(rule.unpaused()))),
                destinations,
                new ArrivingLines(List.of(), place -> List.of(), Duration.ZERO, clock),
                answers);
        Duration hold = rule.holdDuration().plus(group.interval());
        Instant time = Instant.EPOCH;
        List<Message> firing = List.of();
        for (Instant last = time.plus(hold).plus(LONGEST); firing.isEmpty() && !time.isAfter(last); ) {
            gateway.moveTo(time);
            firing = gateway.messages();
            if (gateway.instances().findAny().isEmpty()) {
                return List.of();
            }
            time = time.plus(group.interval());
        }
        if (!isResolved || firing.isEmpty()) {
            return firing;
        }
        answers.isOver = true;
        List<Message> all = firing;
        for (Instant last = time.plus(rule.keepFiringFor()).plus(LONGEST);
                all.size() == firing.size() && !time.isAfter(last); ) {
            gateway.moveTo(time);
            all = gateway.messages();
            time = time.plus(group.interval());
        }
        return all.subList(firing.size(), all.size());
    }

    /** A data source that has one series until it is over. */
    private static final class GivenAnswers implements Querier {

        private final Sample sample;
        private final List<String> lines;
        private boolean isOver;

        GivenAnswers(Sample sample, List<String> lines) {
            this.sample = sample;
            this.lines = lines;
        }

        private static <T> Mono<QueryResult<T>> answer(T value) {
            return Mono.just(new QueryResult.Success<>(value, QueryStatistics.NONE));
        }

        @Override
        public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
            return answer(isOver ? List.of() : List.of(sample));
        }

        @Override
        public Mono<QueryResult<List<Series>>> queryRange(
                String expression, Instant start, Instant end, Duration step) {
            return answer(List.of());
        }

        @Override
        public Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query) {
            List<LogLine> newestFirst = new ArrayList<>();
            for (int i = lines.size() - 1; i >= 0; i--) {
                newestFirst.add(new LogLine(query.toInclusive(), sample.labels(), lines.get(i)));
            }
            return answer(newestFirst);
        }

        @Override
        public Mono<QueryResult<String>> check() {
            return answer("given answers");
        }
    }
}
