package io.tocsin.evaluation.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.evaluation.sharing.PlannedQuestion;
import io.tocsin.evaluation.sharing.QuestionPlan;
import io.tocsin.label.Sample;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks for slots that were missed with few range queries. Rules share one as they share the question of a slot, and its answer
 * is split at each of the slots; whatever is not clear at one of them is asked by itself for all of them. Texts of lines are
 * not shared: how much of the past they are of is not known before.
 */
final class RangeSharing {

    private final boolean isOn;
    private final int concurrency;
    private final MeterRegistry meters;
    /** Others than those of the present: what is too much for an hour may well be right for a minute. */
    private final RestingQuestions resting;

    RangeSharing(boolean isOn, int concurrency, MeterRegistry meters) {
        this.isOn = isOn;
        this.concurrency = concurrency;
        this.meters = meters;
        this.resting = new RestingQuestions(meters);
    }

    /** Who is asked, for whom, and from when to when. */
    record AskedRange(Querier querier, RuleGroup group, Instant first, Instant last) {

        Mono<RangeAnswer> ask(String expression) {
            return querier.queryRange(expression, first, last, group.interval())
                    .timed()
                    .map(timed -> RangeAnswer.of(timed.get(), timed.elapsed()));
        }

        private Stream<Instant> times() {
            return Stream.iterate(first, at -> !at.isAfter(last), at -> at.plus(group.interval()));
        }
    }

    /** The questions for the group's rules. Each gives the answers to some of them, as soon as it has them. */
    List<Flux<Map<RuleKey, RangeAnswer>>> ask(AskedRange asked) {
        List<Flux<Map<RuleKey, RangeAnswer>>> questions = new ArrayList<>();
        Map<String, List<RuleKey>> rules = new LinkedHashMap<>();
        for (AlertRule rule : asked.group().rules()) {
            if (rule.paused()) {
                questions.add(Flux.just(Map.of(rule.key(), RangeAnswer.paused())));
            } else {
                rules.computeIfAbsent(rule.expression(), text -> new ArrayList<>())
                        .add(rule.key());
            }
        }
        for (Flux<Map<String, RangeAnswer>> question : questions(asked, rules.keySet())) {
            questions.add(question.map(byText -> {
                Map<RuleKey, RangeAnswer> answers = new HashMap<>();
                byText.forEach((text, answer) -> {
                    List<RuleKey> same = rules.getOrDefault(text, List.of());
                    same.forEach(rule -> answers.put(rule, answer.among(same.size())));
                });
                return answers;
            }));
        }
        return questions;
    }

    private List<Flux<Map<String, RangeAnswer>>> questions(AskedRange asked, Collection<String> expressions) {
        QuestionPlan plan = isOn && asked.querier().speaksLogql()
                ? QuestionPlan.withoutTexts(expressions)
                : QuestionPlan.unshared(expressions);
        List<Flux<Map<String, RangeAnswer>>> questions = new ArrayList<>();
        for (PlannedQuestion question : plan.questions()) {
            if (question.isShared() && !rests(asked, question)) {
                questions.add(askTogether(asked, question));
            } else {
                question.expressions().forEach(expression -> questions.add(askOne(asked, expression)));
            }
        }
        return questions;
    }

    private boolean rests(AskedRange asked, PlannedQuestion question) {
        return !resting.reason(asked.group().dataSource(), question.text(), asked.last())
                .isEmpty();
    }

    private void rest(AskedRange asked, PlannedQuestion question, String reason) {
        resting.add(asked.group(), question.text(), asked.last(), reason);
    }

    private Flux<Map<String, RangeAnswer>> askTogether(AskedRange asked, PlannedQuestion question) {
        return asked.ask(question.text())
                .doOnCancel(() -> rest(asked, question, "cancelled"))
                .flatMapMany(answer ->
                        answer.whole() == null ? split(asked, question, answer) : failed(asked, question, answer));
    }

    private Flux<Map<String, RangeAnswer>> failed(AskedRange asked, PlannedQuestion question, RangeAnswer failure) {
        if (failure.failure().filter(QuestionSharing::isOfAll).isPresent()) {
            Map<String, RangeAnswer> all = new HashMap<>();
            question.expressions().forEach(expression -> all.put(expression, failure));
            return Flux.just(all);
        }
        rest(asked, question, failure.failure().map(QueryFailure::word).orElse("unknown"));
        return askEach(asked, question.expressions());
    }

    private Flux<Map<String, RangeAnswer>> split(AskedRange asked, PlannedQuestion question, RangeAnswer answer) {
        Map<String, Map<Long, List<Sample>>> parts = new LinkedHashMap<>();
        question.expressions().forEach(expression -> parts.put(expression, new HashMap<>()));
        Set<String> unclear = new LinkedHashSet<>();
        asked.times().forEach(time -> {
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
        if (parts.size() < 2) {
            rest(asked, question, "unclear");
        }
        Map<String, RangeAnswer> answers = new HashMap<>();
        parts.forEach((expression, byTime) -> answers.put(
                expression,
                new RangeAnswer(
                        null,
                        byTime,
                        answer.duration(),
                        answer.bytesRead() / question.parts().size())));
        meters.counter("tocsin.rule.questions.saved").increment(Math.max(0, answers.size() - 1));
        return Flux.concat(Flux.just(answers), askEach(asked, unclear));
    }

    private Flux<Map<String, RangeAnswer>> askEach(AskedRange asked, Collection<String> expressions) {
        return Flux.fromIterable(expressions).flatMap(expression -> askOne(asked, expression), concurrency);
    }

    private static Flux<Map<String, RangeAnswer>> askOne(AskedRange asked, String expression) {
        return asked.ask(expression).map(answer -> Map.of(expression, answer)).flux();
    }
}
