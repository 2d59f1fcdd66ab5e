package io.tocsin.evaluation.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.evaluation.EvaluationProperties;
import io.tocsin.evaluation.RuleGroups;
import io.tocsin.evaluation.sharing.PlannedQuestion;
import io.tocsin.evaluation.sharing.QuestionPlan;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.label.Sample;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Timed;

/**
 * Asks for many expressions with few questions. Whenever a shared question gives no answer for a reason that may be its
 * own, its expressions are asked one by one, at once and for a while after.
 */
@Component
public class QuestionSharing {

    /** Beyond it a Loki spends more on labelling lines than on reading them once more for each rule (measured: an eighth). */
    private static final double MOST_LABELLED = 0.1;

    /** Why rules are asked by themselves although their shared question was answered. */
    public static final String COSTLY = "costly";

    private static final int MAX_REMEMBERED = 5_000;

    private final boolean isOn;
    private final int concurrency;
    private final MeterRegistry meters;
    private final Map<Together, QuestionPlan> plans = new ConcurrentHashMap<>();
    private final RestingQuestions resting;
    private final KeptAnswers kept = new KeptAnswers(System::nanoTime);
    private final RuleGroups groups;
    private final RangeSharing past;

    /** @param groups among which those are that share their slots */
    public QuestionSharing(EvaluationProperties properties, RuleGroups groups, MeterRegistry meters) {
        this.groups = groups;
        this.isOn = properties.evaluation().shareQuestions();
        this.concurrency = properties.evaluation().groupConcurrency();
        this.meters = meters;
        this.resting = new RestingQuestions(meters);
        this.past = new RangeSharing(isOn, concurrency, meters);
    }

    /** The same for slots that were missed. */
    RangeSharing past() {
        return past;
    }

    /** Who is asked, for whom, and when. */
    record Asked(Querier querier, RuleGroup group, Instant at) {

        String dataSource() {
            return group.dataSource();
        }
    }

    /**
     * One of the questions for a group.
     *
     * @param wanted those of its expressions that are the group's own
     * @param isKept whether other groups of the same slot want its answer, too
     */
    private record GroupQuestion(PlannedQuestion question, List<String> wanted, boolean isKept) {}

    /** Expressions of one round, and whether the embedded store is asked: it reads lines faster than it renders templates. */
    private record Together(List<String> expressions, boolean isEmbedded) {

        QuestionPlan plan() {
            return isEmbedded ? QuestionPlan.withoutTexts(expressions) : QuestionPlan.of(expressions);
        }
    }

    /**
     * The questions for the expressions. Each gives the answers to some of them, as soon as it has them, and asks nothing
     * before it is subscribed to.
     */
    List<Flux<Map<String, RuleAnswer>>> ask(Asked asked, Collection<String> expressions) {
        List<RuleGroup> companions = groups.companions(asked.group());
        boolean isKept = companions.size() > 1;
        List<String> together = together(companions, asked.group(), expressions);
        Set<String> own = Set.copyOf(expressions);
        List<Flux<Map<String, RuleAnswer>>> questions = new ArrayList<>();
        for (PlannedQuestion planned : plan(asked.querier(), together).questions()) {
            List<String> wanted =
                    planned.expressions().stream().filter(own::contains).toList();
            GroupQuestion question = new GroupQuestion(planned, wanted, isKept);
            if (planned.isShared()
                    && !wanted.isEmpty()
                    && resting.reason(asked.dataSource(), planned.text(), asked.at())
                            .isEmpty()) {
                questions.add(askTogether(asked, question));
            } else {
                wanted.forEach(expression -> questions.add(askOne(asked, expression, isKept)));
            }
        }
        return questions;
    }

    /**
     * The expressions and those of the groups that are asked at the same time; the same list for each of these groups, so that
     * they have the same questions. What is not all of a group's expressions is asked without the others.
     */
    private static List<String> together(List<RuleGroup> companions, RuleGroup group, Collection<String> expressions) {
        Set<String> own = new HashSet<>();
        Set<String> all = new LinkedHashSet<>();
        for (RuleGroup companion : companions) {
            List<String> its = asked(companion).map(AlertRule::expression).toList();
            all.addAll(its);
            if (companion.key().equals(group.key())) {
                own.addAll(its);
            }
        }
        return companions.size() > 1 && own.equals(Set.copyOf(expressions))
                ? List.copyOf(all)
                : List.copyOf(expressions);
    }

    private static Stream<AlertRule> asked(RuleGroup group) {
        return group.rules().stream().filter(rule -> !rule.paused() && rule.absence() == null);
    }

    /** How the expressions are asked. */
    private QuestionPlan plan(Querier querier, List<String> expressions) {
        if (!isOn || !querier.speaksLogql()) {
            return QuestionPlan.unshared(expressions);
        }
        if (plans.size() > MAX_REMEMBERED) {
            plans.clear();
        }
        return plans.computeIfAbsent(new Together(expressions, querier.isEmbedded()), Together::plan);
    }

    /**
     * The question that a rule shares with others.
     *
     * @param rules their names, the rule's own among them; those of another group of the same slot with its name before them
     * @param restsBecause why each is asked by itself for now; empty when they are asked together
     */
    public record SharedQuestion(String text, List<String> rules, String restsBecause) {}

    /** What the rule shares at a time; empty when it is asked by itself anyway. */
    public Optional<SharedQuestion> of(Querier querier, RuleGroup group, AlertRule rule, Instant at) {
        if (asked(group).noneMatch(rule::equals)) {
            return Optional.empty();
        }
        List<String> own = asked(group).map(AlertRule::expression).distinct().toList();
        List<RuleGroup> companions = groups.companions(group);
        return plan(querier, together(companions, group, own))
                .find(rule.expression())
                .map(question -> new SharedQuestion(
                        question.text().strip(),
                        companions.stream()
                                .flatMap(companion -> names(question, companion, group))
                                .toList(),
                        resting.reason(group.dataSource(), question.text(), at)))
                .filter(shared -> shared.rules().size() > 1);
    }

    private static Stream<String> names(PlannedQuestion question, RuleGroup group, RuleGroup own) {
        String prefix = group.key().equals(own.key()) ? "" : group.key().group() + " / ";
        return asked(group)
                .filter(rule -> question.expressions().contains(rule.expression()))
                .map(rule -> prefix + rule.name());
    }

    private Flux<Map<String, RuleAnswer>> askTogether(Asked asked, GroupQuestion question) {
        return answer(asked, question.question().text(), question.isKept())
                .doOnCancel(() -> rest(asked, question.question(), "cancelled"))
                .flatMapMany(timed -> split(asked, question, timed.get(), timed.elapsed()));
    }

    private Mono<Timed<QueryResult<List<Sample>>>> answer(Asked asked, String text, boolean isKept) {
        if (!isKept) {
            return asked.querier().query(text, asked.at()).timed();
        }
        AtomicBoolean isOurs = new AtomicBoolean();
        KeptAnswers.AskedAtSlot question = new KeptAnswers.AskedAtSlot(
                asked.dataSource(), text, asked.at(), asked.group().incremental());
        return kept.get(question, () -> {
                    isOurs.set(true);
                    return asked.querier().query(text, asked.at());
                })
                .doOnNext(timed -> saved(isOurs.get() ? 0 : 1));
    }

    private void saved(int questions) {
        meters.counter("tocsin.rule.questions.saved").increment(questions);
    }

    private Flux<Map<String, RuleAnswer>> split(
            Asked asked, GroupQuestion question, QueryResult<List<Sample>> result, Duration duration) {
        PlannedQuestion planned = question.question();
        if (result instanceof QueryResult.Failure<List<Sample>> failure) {
            if (isOfAll(failure.reason())) {
                RuleAnswer failed = RuleAnswers.of(result, duration);
                Map<String, RuleAnswer> all = new HashMap<>();
                question.wanted().forEach(expression -> all.put(expression, failed));
                return Flux.just(all);
            }
            rest(asked, planned, failure.reason().word());
            return askEach(asked, question.wanted(), question.isKept());
        }
        if (!(result instanceof QueryResult.Success<List<Sample>> success)) {
            throw new IllegalStateException("unknown result " + result);
        }
        Map<String, List<Sample>> parts = planned.split(success.value());
        if (parts.size() < 2) {
            // As many questions as without it, or more.
            rest(asked, planned, "unclear");
        } else if (!asked.group().incremental() && labelledShare(planned, success) > MOST_LABELLED) {
            // Of windows in slices it is not known: the answer is of all of them, and what was read is of the newest
            // ones.
            rest(asked, planned, COSTLY);
        }
        long bytes = success.statistics().bytesProcessed() / planned.parts().size();
        Map<String, RuleAnswer> answers = new HashMap<>();
        List<String> unclear = new ArrayList<>();
        for (String expression : question.wanted()) {
            List<Sample> samples = parts.get(expression);
            if (samples == null) {
                unclear.add(expression);
            } else {
                answers.put(expression, new RuleAnswer(new Answer.Samples(samples), duration, bytes));
            }
        }
        saved(Math.max(0, answers.size() - 1));
        return Flux.concat(Flux.just(answers), askEach(asked, unclear, question.isKept()));
    }

    private void rest(Asked asked, PlannedQuestion question, String reason) {
        resting.add(asked.group(), question.text(), asked.at(), reason);
    }

    private static double labelledShare(PlannedQuestion question, QueryResult.Success<List<Sample>> answer) {
        return question.labelledShare(
                answer.value(),
                new PlannedQuestion.LinesRead(
                        answer.statistics().linesProcessed(),
                        answer.statistics().bytesProcessed()));
    }

    /** Whether every single question would have been refused for the same reason, which must not be asked so often again. */
    static boolean isOfAll(QueryFailure reason) {
        return switch (reason) {
            case UNREACHABLE, CIRCUIT_OPEN, UNAUTHORIZED, TOO_MANY_REQUESTS, BULKHEAD_FULL -> true;
            case TIMEOUT, SERIES_LIMIT, QUERY_TOO_LARGE, BAD_QUERY, SERVER_ERROR, INVALID_ANSWER -> false;
        };
    }

    private Flux<Map<String, RuleAnswer>> askEach(Asked asked, List<String> expressions, boolean isKept) {
        return Flux.fromIterable(expressions).flatMap(expression -> askOne(asked, expression, isKept), concurrency);
    }

    private Flux<Map<String, RuleAnswer>> askOne(Asked asked, String expression, boolean isKept) {
        return answer(asked, expression, isKept)
                .map(timed -> Map.of(expression, RuleAnswers.of(timed.get(), timed.elapsed())))
                .flux();
    }
}
