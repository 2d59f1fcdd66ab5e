package io.tocsin.evaluation.query;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.evaluation.EvaluationProperties;
import io.tocsin.evaluation.RuleGroups;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.rule.Absence;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RecordingRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
    private final QuestionSharing sharing;
    private final IncrementalWindows windows;
    private final Supplier<Instant> watchedSince;

    /** @param watchedSince who was silent then already has not fallen silent */
    public RuleQueries(
            DataSources dataSources,
            EvaluationProperties properties,
            QuestionSharing sharing,
            IncrementalWindows windows,
            Supplier<Instant> watchedSince) {
        this.dataSources = dataSources;
        this.sharing = sharing;
        this.windows = windows;
        this.properties = properties;
        this.watchedSince = watchedSince;
    }

    /** For questions about the past. */
    public static RuleQueries ofPast(DataSources dataSources, EvaluationProperties properties) {
        QuestionSharing sharing = new QuestionSharing(properties, RuleGroups.none(), new SimpleMeterRegistry());
        IncrementalWindows none = new IncrementalWindows(new SimpleMeterRegistry(), Clock.systemUTC(), 0);
        return new RuleQueries(dataSources, properties, sharing, none, () -> Instant.MIN);
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
        Map<RuleKey, String> expressions = new LinkedHashMap<>();
        List<Flux<Map<RuleKey, RuleAnswer>>> questions = new ArrayList<>();
        for (AlertRule rule : group.rules()) {
            Absence absence = rule.absence();
            if (absence == null || rule.paused()) {
                expressions.put(rule.key(), rule.expression());
                continue;
            }
            AbsenceQuestions absences = new AbsenceQuestions(
                    absence, group.interval(), watchedSince.get(), (text, time) -> answer(querier, group, text, time));
            Mono<RuleAnswer> answer = isAfterMissed
                    ? absences.askAfterMissed(before.entities(rule), at)
                    : absences.askLive(before.entities(rule), at);
            questions.add(answer.map(found -> Map.of(rule.key(), found)).flux());
        }
        questions.addAll(questions(querier.map(found -> windows.around(group, found)), group, expressions, at));
        return collect(group, limit, group.rules(), Function.identity(), questions);
    }

    /** As few questions as answer the expressions of rules that are not paused. */
    private List<Flux<Map<RuleKey, RuleAnswer>>> questions(
            Optional<Querier> querier, RuleGroup group, Map<RuleKey, String> expressions, Instant at) {
        return questions(
                group,
                expressions,
                querier.map(found -> texts -> sharing.ask(found, group, at, texts)),
                Function.identity(),
                RuleAnswer::among);
    }

    /** Puts each of the texts once. */
    private interface AskedOnce<A> {

        List<Flux<Map<String, A>>> ask(Collection<String> texts);
    }

    /**
     * The same for one time or several.
     *
     * @param querier empty when nobody can be asked
     * @param whole what is true of a rule that is not asked
     * @param among the answer to one of so many rules that asked the same
     */
    private static <A> List<Flux<Map<RuleKey, A>>> questions(
            RuleGroup group,
            Map<RuleKey, String> expressions,
            Optional<AskedOnce<A>> querier,
            Function<RuleAnswer, A> whole,
            BiFunction<A, Integer, A> among) {
        Map<RuleKey, A> known = new HashMap<>();
        Map<String, List<RuleKey>> rules = new LinkedHashMap<>();
        for (AlertRule rule : group.rules()) {
            String expression = expressions.get(rule.key());
            if (expression == null) {
                continue;
            }
            if (rule.paused()) {
                known.put(rule.key(), whole.apply(RuleAnswer.NONE));
            } else if (querier.isEmpty()) {
                known.put(rule.key(), whole.apply(RuleAnswers.unknownDataSource(group.dataSource())));
            } else {
                rules.computeIfAbsent(expression, text -> new ArrayList<>()).add(rule.key());
            }
        }
        List<Flux<Map<RuleKey, A>>> questions = new ArrayList<>();
        questions.add(Flux.just(known));
        querier.map(found -> found.ask(rules.keySet()))
                .ifPresent(asked -> asked.forEach(
                        question -> questions.add(question.map(byText -> ofRules(byText, rules, among)))));
        return questions;
    }

    /** From answers by text to answers by rule, of which most questions have one. */
    private static <A> Map<RuleKey, A> ofRules(
            Map<String, A> byText, Map<String, List<RuleKey>> rules, BiFunction<A, Integer, A> among) {
        Map<RuleKey, A> answers = new HashMap<>(byText.size() == 1 ? 2 : 2 * byText.size());
        byText.forEach((text, answer) -> {
            List<RuleKey> same = rules.getOrDefault(text, List.of());
            same.forEach(rule -> answers.put(rule, among.apply(answer, same.size())));
        });
        return answers;
    }

    /** The answers to the expressions of the group's recording rules. */
    public Map<RecordingRule, RuleAnswer> askRecordings(RuleGroup group, Instant at) {
        Duration limit = limit(group);
        List<String> expressions = group.recordings().stream()
                .map(RecordingRule::expression)
                .distinct()
                .toList();
        Map<String, RuleAnswer> answers = find(group)
                .map(querier -> windows.around(group, querier))
                .map(querier -> collect(group, limit, sharing.ask(querier, group, at, expressions)))
                .orElseGet(() -> expressions.stream()
                        .collect(Collectors.toMap(
                                Function.identity(), text -> RuleAnswers.unknownDataSource(group.dataSource()))));
        return group.recordings().stream()
                .collect(Collectors.toMap(
                        Function.identity(), rule -> answers.getOrDefault(rule.expression(), tooLate(limit))));
    }

    /** The answers to other expressions than the rules' own. */
    public Map<RuleKey, RuleAnswer> ask(RuleGroup group, Map<RuleKey, String> expressions, Instant at) {
        List<AlertRule> rules = group.rules().stream()
                .filter(rule -> expressions.containsKey(rule.key()))
                .toList();
        Optional<Querier> querier = find(group);
        return collect(group, limit(group), rules, Function.identity(), questions(querier, group, expressions, at));
    }

    /** The answers to the rules' expressions at each of some consecutive slots, by as few range queries as give them. */
    public Map<RuleKey, RangeAnswer> askRange(RuleGroup group, Instant first, Instant last) {
        // The past is more than a slot's worth, and the next slot waits for it anyway.
        Duration limit = properties.evaluation().timeLimit();
        Map<RuleKey, String> expressions = new HashMap<>();
        group.rules().forEach(rule -> expressions.put(rule.key(), rule.expression()));
        List<Flux<Map<RuleKey, RangeAnswer>>> questions = questions(
                group,
                expressions,
                find(group).map(found -> texts -> sharing.ask(new AskedRange(found, group, first, last), texts)),
                RangeAnswer::ofAll,
                RangeAnswer::among);
        return collect(group, limit, group.rules(), RangeAnswer::ofAll, questions);
    }

    /** The same for one rule and slots of the past, which nobody waits for: without the time limit of a slot. */
    public RangeAnswer askRange(RuleGroup group, AlertRule rule, Instant first, Instant last) {
        Optional<Querier> querier = find(group);
        if (querier.isEmpty()) {
            return RangeAnswer.ofAll(RuleAnswers.unknownDataSource(group.dataSource()));
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
                absence, group.interval(), Instant.MIN, (text, time) -> answer(querier, group, text, time));
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
            List<Flux<Map<RuleKey, T>>> questions) {
        Map<RuleKey, T> answers = collect(group, limit, questions);
        rules.forEach(rule -> answers.computeIfAbsent(rule.key(), key -> failed.apply(tooLate(limit))));
        return answers;
    }

    private <K, T> Map<K, T> collect(RuleGroup group, Duration limit, List<Flux<Map<K, T>>> questions) {
        return block(
                Flux.fromIterable(questions)
                        .flatMap(Function.identity(), properties.evaluation().groupConcurrency())
                        .take(limit)
                        .collect(() -> (Map<K, T>) new HashMap<K, T>(), Map::putAll)
                        .contextWrite(new QueryOrigin(group.key().toString()).asContext()),
                limit.plus(GRACE));
    }

    private static RuleAnswer tooLate(Duration limit) {
        String message = "no answer within " + limit.toSeconds() + "s, the time limit of the group's slot";
        return RuleAnswers.failed(QueryFailure.TIMEOUT, message, limit);
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
