package io.tocsin.evaluation.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.Series;
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

/** Asks for many expressions with few questions: of a slot, and of slots that were missed. */
@Component
public class QuestionSharing {

    /** Beyond it a Loki spends more on labelling lines than on reading them once more for each rule (measured: an eighth). */
    private static final double MOST_LABELLED = 0.1;

    /** Why rules are asked by themselves although their shared question was answered. */
    public static final String COSTLY = "costly";

    private static final int MAX_REMEMBERED = 5_000;

    private final boolean isOn;
    private final Map<Together, QuestionPlan> plans = new ConcurrentHashMap<>();
    private final KeptAnswers kept = new KeptAnswers(System::nanoTime);
    private final RuleGroups groups;
    private final SharedAsking<List<Sample>, RuleAnswer> present;
    /** Its questions rest by themselves: what is too much for an hour may well be right for a minute. */
    private final SharedAsking<List<Series>, RangeAnswer> past;

    /** @param groups among which those are that share their slots */
    public QuestionSharing(EvaluationProperties properties, RuleGroups groups, MeterRegistry meters) {
        this.groups = groups;
        this.isOn = properties.evaluation().shareQuestions();
        int concurrency = properties.evaluation().groupConcurrency();
        this.present = new SharedAsking<>(concurrency, meters);
        this.past = new SharedAsking<>(concurrency, meters);
    }

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
    List<Flux<Map<String, RuleAnswer>>> ask(
            Querier querier, RuleGroup group, Instant at, Collection<String> expressions) {
        List<RuleGroup> companions = groups.companions(group);
        QuestionPlan plan = plan(querier, together(companions, group, expressions));
        return present.ask(
                new AskedSlot(this, querier, group, at, companions.size() > 1), plan, Set.copyOf(expressions));
    }

    /** The same for slots that were missed. Texts of lines are not shared: how much of the past they are of is not known before. */
    List<Flux<Map<String, RangeAnswer>>> ask(AskedRange asked, Collection<String> expressions) {
        QuestionPlan plan = isOn && asked.querier().speaksLogql()
                ? QuestionPlan.withoutTexts(expressions)
                : QuestionPlan.unshared(expressions);
        return past.ask(asked, plan, expressions);
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
                        present.restsBecause(group, question, at)))
                .filter(shared -> shared.rules().size() > 1);
    }

    private static Stream<String> names(PlannedQuestion question, RuleGroup group, RuleGroup own) {
        String prefix = group.key().equals(own.key()) ? "" : group.key().group() + " / ";
        return asked(group)
                .filter(rule -> question.expressions().contains(rule.expression()))
                .map(rule -> prefix + rule.name());
    }

    /**
     * One slot of a group.
     *
     * @param isKept whether other groups of the same slot want its answers, too
     */
    private record AskedSlot(QuestionSharing sharing, Querier querier, RuleGroup group, Instant at, boolean isKept)
            implements SharedAsking.Asked<List<Sample>, RuleAnswer> {

        @Override
        public Mono<Timed<QueryResult<List<Sample>>>> ask(String text) {
            if (!isKept) {
                return querier.query(text, at).timed();
            }
            AtomicBoolean isOurs = new AtomicBoolean();
            return sharing.kept
                    .get(new KeptAnswers.AskedAtSlot(group.dataSource(), text, at, group.incremental()), () -> {
                        isOurs.set(true);
                        return querier.query(text, at);
                    })
                    .doOnNext(timed -> sharing.present.saved(isOurs.get() ? 0 : 1));
        }

        @Override
        public RuleAnswer answer(QueryResult<List<Sample>> result, Duration duration) {
            return RuleAnswers.of(result, duration);
        }

        @Override
        public SharedAsking.AnswerParts<RuleAnswer> split(
                PlannedQuestion question,
                List<String> wanted,
                QueryResult.Success<List<Sample>> answer,
                Duration duration) {
            Map<String, List<Sample>> parts = question.split(answer.value());
            long bytes = answer.statistics().bytesProcessed() / question.parts().size();
            Map<String, RuleAnswer> answers = new HashMap<>();
            for (String expression : wanted) {
                List<Sample> samples = parts.get(expression);
                if (samples != null) {
                    answers.put(expression, new RuleAnswer(new Answer.Samples(samples), duration, bytes));
                }
            }
            return new SharedAsking.AnswerParts<>(answers, restBecause(question, parts.size(), answer));
        }

        private String restBecause(PlannedQuestion question, int parts, QueryResult.Success<List<Sample>> answer) {
            if (parts < 2) {
                // As many questions as without it, or more.
                return "unclear";
            }
            if (group.incremental()) {
                // Of windows in slices it is not known: the answer is of all of them, and what was read is of the
                // newest ones.
                return "";
            }
            PlannedQuestion.LinesRead read = new PlannedQuestion.LinesRead(
                    answer.statistics().linesProcessed(), answer.statistics().bytesProcessed());
            return question.labelledShare(answer.value(), read) > MOST_LABELLED ? COSTLY : "";
        }
    }
}
