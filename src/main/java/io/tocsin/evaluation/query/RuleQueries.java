package io.tocsin.evaluation.query;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.evaluation.EvaluationProperties;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.rule.Absence;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RecordingRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks the data source for all rules of a group, each question once: the data source itself is the one place that repeats a
 * query, and a slot that lacks answers is run again. The methods block, always within a time limit: evaluation runs on the
 * scheduler's own threads, and this is the one place where those wait for an answer. Never call them from an event loop.
 */
@Component
public class RuleQueries {

    private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(5);
    /** Beyond the limit of the slot, which is what really ends the questions. */
    private static final Duration GRACE = Duration.ofSeconds(10);
    /** Each single query has a limit of its own; this one only says that waiting ends. */
    private static final Duration PAST_LIMIT = Duration.ofMinutes(10);

    private final DataSources dataSources;
    private final EvaluationProperties properties;
    private final Supplier<Instant> watchedSince;

    /** @param watchedSince who was silent then already has not fallen silent */
    public RuleQueries(DataSources dataSources, EvaluationProperties properties, Supplier<Instant> watchedSince) {
        this.dataSources = dataSources;
        this.properties = properties;
        this.watchedSince = watchedSince;
    }

    /** For questions about the past. */
    public static RuleQueries ofPast(DataSources dataSources, EvaluationProperties properties) {
        return new RuleQueries(dataSources, properties, () -> Instant.MIN);
    }

    /** Before this time the group's data source cannot have had anything to say. */
    public Instant knownSince(RuleGroup group) {
        return find(group).map(Querier::knownSince).orElse(Instant.MIN);
    }

    /**
     * The answers to the rules' expressions at the given time; paused rules are not asked.
     *
     * @param before what rules that watch for absence know of their entities
     * @param isAfterMissed whether slots before this one are still to be caught up
     */
    public Map<RuleKey, RuleAnswer> ask(RuleGroup group, RuleGroupState before, Instant at, boolean isAfterMissed) {
        return ask(group, before, at, isAfterMissed, limit(group));
    }

    /** The same within a time that is shorter than usual: the next slot is not to wait for this one. */
    public Map<RuleKey, RuleAnswer> askAgain(RuleGroup group, RuleGroupState before, Instant at, Duration timeLeft) {
        Duration usual = limit(group);
        return ask(group, before, at, false, timeLeft.compareTo(usual) < 0 ? timeLeft : usual);
    }

    private Map<RuleKey, RuleAnswer> ask(
            RuleGroup group, RuleGroupState before, Instant at, boolean isAfterMissed, Duration limit) {
        Optional<Querier> querier = find(group);
        return collect(group, limit, group.rules(), Function.identity(), rule -> {
            Absence absence = rule.absence();
            if (absence == null || rule.paused()) {
                return answer(querier, group, rule, rule.expression(), at);
            }
            AbsenceQuestions questions = new AbsenceQuestions(
                    absence,
                    group.interval(),
                    watchedSince.get(),
                    (text, time) -> answer(querier, group, rule, text, time));
            return isAfterMissed
                    ? questions.askAfterMissed(before.entities(rule), at)
                    : questions.askLive(before.entities(rule), at);
        });
    }

    /** The answers to the expressions of the group's recording rules. */
    public Map<RecordingRule, RuleAnswer> askRecordings(RuleGroup group, Instant at) {
        Optional<Querier> querier = find(group);
        Duration limit = limit(group);
        Map<RecordingRule, RuleAnswer> answers = block(
                Flux.fromIterable(group.recordings())
                        .flatMap(
                                rule -> answer(querier, group, rule.expression(), at)
                                        .map(answer -> Map.entry(rule, answer)),
                                properties.evaluation().groupConcurrency())
                        .take(limit)
                        .collectMap(Map.Entry::getKey, Map.Entry::getValue, HashMap::new)
                        .contextWrite(new QueryOrigin(group.key().toString()).asContext()),
                limit.plus(GRACE));
        group.recordings().forEach(rule -> answers.computeIfAbsent(rule, unanswered -> tooLate(limit)));
        return answers;
    }

    /** The answers to other expressions than the rules' own. */
    public Map<RuleKey, RuleAnswer> ask(RuleGroup group, Map<RuleKey, String> expressions, Instant at) {
        List<AlertRule> rules = group.rules().stream()
                .filter(rule -> expressions.containsKey(rule.key()))
                .toList();
        Optional<Querier> querier = find(group);
        return collect(
                group,
                limit(group),
                rules,
                Function.identity(),
                rule -> answer(querier, group, rule, expressions.getOrDefault(rule.key(), rule.expression()), at));
    }

    /** The answers to the rules' expressions at each of some consecutive slots: one range query per rule. */
    public Map<RuleKey, RangeAnswer> askRange(RuleGroup group, Instant first, Instant last) {
        Optional<Querier> querier = find(group);
        // The past is more than a slot's worth, and the next slot waits for it anyway.
        Duration limit = properties.evaluation().timeLimit();
        return collect(group, limit, group.rules(), RangeAnswer::failed, rule -> {
            if (rule.paused()) {
                return Mono.just(RangeAnswer.paused());
            }
            if (querier.isEmpty()) {
                return Mono.just(RangeAnswer.failed(RuleAnswers.unknownDataSource(group.dataSource())));
            }
            return querier.get()
                    .queryRange(rule.expression(), first, last, group.interval())
                    .timed()
                    .map(timed -> RangeAnswer.of(timed.get(), timed.elapsed()));
        });
    }

    /** The same for one rule and slots of the past, which nobody waits for: without the time limit of a slot. */
    public RangeAnswer askRange(RuleGroup group, AlertRule rule, Instant first, Instant last) {
        Optional<Querier> querier = find(group);
        if (querier.isEmpty()) {
            return RangeAnswer.failed(RuleAnswers.unknownDataSource(group.dataSource()));
        }
        return block(
                querier.get()
                        .queryRange(rule.expression(), first, last, group.interval())
                        .timed()
                        .map(timed -> RangeAnswer.of(timed.get(), timed.elapsed()))
                        .contextWrite(new QueryOrigin("backtest " + group.key()).asContext()),
                PAST_LIMIT);
    }

    /** What a rule that watches for absence would know of its entities at a time of the past. */
    public RuleAnswer askHistory(RuleGroup group, AlertRule rule, Absence absence, Instant at) {
        Optional<Querier> querier = find(group);
        AbsenceQuestions questions = new AbsenceQuestions(
                absence, group.interval(), Instant.MIN, (text, time) -> answer(querier, group, rule, text, time));
        return block(
                questions.askHistory(at).contextWrite(new QueryOrigin("backtest " + group.key()).asContext()),
                PAST_LIMIT);
    }

    private Optional<Querier> find(RuleGroup group) {
        return dataSources.find(new DataSourceName(group.dataSource()));
    }

    /** Asks for all rules at once, within bounds; who has no answer when the time is over has failed. */
    private <T> Map<RuleKey, T> collect(
            RuleGroup group,
            Duration limit,
            List<AlertRule> rules,
            Function<RuleAnswer, T> failed,
            Function<AlertRule, Mono<T>> question) {
        Map<RuleKey, T> answers = block(
                Flux.fromIterable(rules)
                        .flatMap(
                                rule -> question.apply(rule).map(answer -> Map.entry(rule.key(), answer)),
                                properties.evaluation().groupConcurrency())
                        .take(limit)
                        .collectMap(Map.Entry::getKey, Map.Entry::getValue, HashMap::new)
                        .contextWrite(new QueryOrigin(group.key().toString()).asContext()),
                limit.plus(GRACE));
        rules.forEach(rule -> answers.computeIfAbsent(rule.key(), key -> failed.apply(tooLate(limit))));
        return answers;
    }

    private static RuleAnswer tooLate(Duration limit) {
        String message = "no answer within " + limit.toSeconds() + "s, the time limit of the group's slot";
        return RuleAnswers.failed(QueryFailure.TIMEOUT, message, limit);
    }

    private Mono<RuleAnswer> answer(
            Optional<Querier> querier, RuleGroup group, AlertRule rule, String expression, Instant at) {
        if (rule.paused()) {
            return Mono.just(RuleAnswer.NONE);
        }
        return answer(querier, group, expression, at);
    }

    private static Mono<RuleAnswer> answer(Optional<Querier> querier, RuleGroup group, String expression, Instant at) {
        if (querier.isEmpty()) {
            return Mono.just(RuleAnswers.unknownDataSource(group.dataSource()));
        }
        return querier.get().query(expression, at).timed().map(timed -> RuleAnswers.of(timed.get(), timed.elapsed()));
    }

    private Duration limit(RuleGroup group) {
        Duration atMost = properties.evaluation().timeLimit();
        Duration wanted = group.interval().compareTo(atMost) < 0 ? group.interval() : atMost;
        return wanted.compareTo(SHORTEST_LIMIT) < 0 ? SHORTEST_LIMIT : wanted;
    }

    private static <T> T block(Mono<T> answers, Duration limit) {
        T result = answers.block(limit);
        if (result == null) {
            throw new IllegalStateException("no answers at all");
        }
        return result;
    }
}
