package io.tocsin.evaluation.query;

import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.Series;
import io.tocsin.evaluation.sharing.PlannedQuestion;
import io.tocsin.label.Sample;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Timed;

/** Consecutive slots of a group. What is not clear at one of them is asked by itself for all of them. */
record AskedRange(Querier querier, RuleGroup group, Instant first, Instant last)
        implements SharedAsking.Asked<List<Series>, RangeAnswer> {

    @Override
    public Instant at() {
        return last;
    }

    @Override
    public Mono<Timed<QueryResult<List<Series>>>> ask(String text) {
        return querier.queryRange(text, first, last, group.interval()).timed();
    }

    @Override
    public RangeAnswer answer(QueryResult<List<Series>> result, Duration duration) {
        return RangeAnswer.of(result, duration);
    }

    @Override
    public SharedAsking.AnswerParts<RangeAnswer> split(
            PlannedQuestion question,
            List<String> wanted,
            QueryResult.Success<List<Series>> result,
            Duration duration) {
        RangeAnswer answer = RangeAnswer.of(result, duration);
        Map<String, Map<Long, List<Sample>>> parts = new HashMap<>();
        wanted.forEach(expression -> parts.put(expression, new HashMap<>()));
        Set<String> unclear = new HashSet<>();
        times().forEach(time -> {
            Map<String, List<Sample>> atTime = question.split(answer.samples(time));
            parts.forEach((expression, byTime) -> {
                List<Sample> samples = atTime.get(expression);
                if (samples == null) {
                    unclear.add(expression);
                } else {
                    byTime.put(time.toEpochMilli(), samples);
                }
            });
        });
        parts.keySet().removeAll(unclear);
        long bytes = answer.bytesRead() / question.parts().size();
        Map<String, RangeAnswer> answers = new HashMap<>();
        parts.forEach((expression, byTime) -> answers.put(expression, new RangeAnswer(null, byTime, duration, bytes)));
        return new SharedAsking.AnswerParts<>(answers, answers.size() < 2 ? "unclear" : "");
    }

    private Stream<Instant> times() {
        return Stream.iterate(first, at -> !at.isAfter(last), at -> at.plus(group.interval()));
    }
}
