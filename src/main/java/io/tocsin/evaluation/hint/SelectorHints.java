package io.tocsin.evaluation.hint;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.evaluation.RuleGroups;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogRanges;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells rules that are quiet because all is well from rules whose stream selector never matched anything. Each selector is
 * looked for when its rule is loaded, then at growing distances, at last once an hour; one that was found is not looked for
 * again. So a selector costs its data source one query for one line, and while it matches nothing at most 25 small ones a
 * day; all together at most {@value #MOST_AT_ONCE} a minute. Every replica looks for itself.
 */
public final class SelectorHints implements ConcernSource {

    /** How often it is looked whether a selector is due. */
    public static final Duration PERIOD = Duration.ofMinutes(1);

    private static final int MOST_AT_ONCE = 20;
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** Streams come into being with their first line; a rule may be loaded before. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final int MOST_CONCERNS = 20;

    private final RuleGroups groups;
    private final DataSources dataSources;
    private final Clock clock;
    private final LongSupplier nanos;
    private final LogqlParser parser = new LogqlParser();
    /** By expression; of the rules that were come to so far. */
    private final Map<String, List<Selector>> selectors = new ConcurrentHashMap<>();

    private final Map<HintKey, KnownHint> known = new ConcurrentHashMap<>();
    private volatile boolean hasOldRules;

    public SelectorHints(RuleGroups groups, DataSources dataSources, Clock clock, LongSupplier nanos) {
        this.groups = groups;
        this.dataSources = dataSources;
        this.clock = clock;
        this.nanos = nanos;
        groups.onChange(() -> hasOldRules = true);
    }

    /** @param text what it is looked for by */
    private record Selector(String text, LogSelectorExpr expression) {

        HintKey key(RuleGroup group) {
            return new HintKey(group.dataSource(), text);
        }
    }

    private record HintKey(String dataSource, String selector) {}

    /** @param hints null before the data source has said anything; empty when there are streams */
    private record KnownHint(
            long since, long askedAt, @Nullable List<SelectorHint> hints) {

        boolean isFound() {
            return hints != null && hints.isEmpty();
        }

        boolean isMissed() {
            return hints != null && !hints.isEmpty();
        }

        Duration age(long now) {
            return Duration.ofNanos(now - since);
        }

        boolean isDue(long now) {
            Duration pause = Duration.ofNanos(askedAt - since);
            Duration longest = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            Duration wanted = longest.compareTo(PERIOD) < 0 ? PERIOD : longest;
            return !isFound() && Duration.ofNanos(now - askedAt).compareTo(wanted) >= 0;
        }
    }

    /** What is known of a rule's selectors; empty when they match, and as long as nothing is known. Never blocks. */
    public List<SelectorHint> of(RuleGroup group, AlertRule rule) {
        if (rule.paused()) {
            return List.of();
        }
        return selectorsSoFar(rule).stream()
                .map(selector -> known.get(selector.key(group)))
                .flatMap(found -> found == null || found.hints() == null ? Stream.of() : found.hints().stream())
                .distinct()
                .toList();
    }

    /**
     * Asks for what is due. Blocks. Reads no more expressions than it can ask for: of a hundred thousand rules they would take
     * a second, just when all of them are to be evaluated for the first time, and memory for good.
     */
    public void look() {
        if (hasOldRules) {
            hasOldRules = false;
            forgetOldRules();
        }
        Round round = new Round();
        for (RuleGroup group : groups.current()) {
            for (AlertRule rule : group.rules()) {
                if (!round.goesOn(group)) {
                    break;
                }
                if (!rule.paused()) {
                    selectors(rule).forEach(selector -> round.look(group, selector));
                }
            }
        }
    }

    private void forgetOldRules() {
        Set<String> expressions = new HashSet<>();
        Set<HintKey> keys = new HashSet<>();
        for (RuleGroup group : groups.current()) {
            for (AlertRule rule : group.rules()) {
                expressions.add(expression(rule));
                if (!rule.paused()) {
                    selectorsSoFar(rule).forEach(selector -> keys.add(selector.key(group)));
                }
            }
        }
        selectors.keySet().retainAll(expressions);
        known.keySet().retainAll(keys);
    }

    /** One look at what is due. */
    private final class Round {

        private final Map<String, Optional<SelectorCheck>> checks = new HashMap<>();
        private int asked;

        boolean goesOn(RuleGroup group) {
            return asked < MOST_AT_ONCE && check(group).isPresent();
        }

        private Optional<SelectorCheck> check(RuleGroup group) {
            return checks.computeIfAbsent(
                    group.dataSource(),
                    name -> dataSources
                            .find(new DataSourceName(name))
                            .map(querier -> new SelectorCheck(querier, clock.instant())));
        }

        void look(RuleGroup group, Selector selector) {
            HintKey key = selector.key(group);
            long now = nanos.getAsLong();
            KnownHint before = known.get(key);
            if (goesOn(group) && (before == null || before.isDue(now))) {
                asked++;
                check(group).ifPresent(check -> ask(check, selector, key, before, now));
            }
        }

        private void ask(SelectorCheck check, Selector selector, HintKey key, @Nullable KnownHint before, long now) {
            Optional<List<SelectorHint>> answer = check.check(selector.expression());
            known.put(
                    key,
                    new KnownHint(
                            before == null ? now : before.since(),
                            now,
                            answer.orElse(before == null ? null : before.hints())));
            if (answer.isEmpty()) {
                // It is in trouble, or has no streams at all: the next time is soon enough.
                checks.put(key.dataSource(), Optional.empty());
            }
        }
    }

    @Override
    public List<Concern> concerns() {
        if (known.values().stream().noneMatch(KnownHint::isMissed)) {
            return List.of();
        }
        long now = nanos.getAsLong();
        Set<String> empty = new TreeSet<>();
        List<Concern> concerns = new ArrayList<>();
        for (RuleGroup group : groups.current()) {
            for (AlertRule rule : group.rules()) {
                for (SelectorHint hint : lasting(group, rule, now)) {
                    if (hint.kind() == SelectorHint.HintKind.NO_STREAMS) {
                        empty.add(group.dataSource());
                    } else if (concerns.size() < MOST_CONCERNS) {
                        String subject = group.key() + " " + rule.name();
                        concerns.add(new Concern("rule-never-matched", Severity.NOTICE, subject, hint.english()));
                    }
                }
            }
        }
        empty.forEach(name -> concerns.add(new Concern(
                "datasource-empty",
                Severity.UNWATCHED,
                name,
                "it has had no streams for 24 hours, and rules select some; check which data source they ask, and the"
                        + " agents that should send there")));
        return concerns;
    }

    private List<SelectorHint> lasting(RuleGroup group, AlertRule rule, long now) {
        if (rule.paused()) {
            return List.of();
        }
        // No streams here: all rules are looked at every few seconds.
        for (Selector selector : selectorsSoFar(rule)) {
            KnownHint found = known.get(selector.key(group));
            List<SelectorHint> reasons = found == null ? null : found.hints();
            if (found != null
                    && reasons != null
                    && !reasons.isEmpty()
                    && found.age(now).compareTo(PATIENCE) >= 0) {
                return reasons.subList(0, 1);
            }
        }
        return List.of();
    }

    private static String expression(AlertRule rule) {
        return rule.watches().map(absence -> absence.lastLines()).orElse(rule.expression());
    }

    private List<Selector> selectors(AlertRule rule) {
        return selectors.computeIfAbsent(expression(rule), this::parse);
    }

    private List<Selector> selectorsSoFar(AlertRule rule) {
        return selectors.getOrDefault(expression(rule), List.of());
    }

    private List<Selector> parse(String expression) {
        try {
            LogqlExpr expr = parser.parse(expression);
            Stream<LogSelectorExpr> found = expr instanceof MetricExpr metric
                    ? LogRanges.in(metric).stream().map(range -> range.selector())
                    : expr instanceof LogSelectorExpr selector ? Stream.of(selector) : Stream.of();
            return found.map(selector -> new LogSelectorExpr(selector.matchers(), List.of(), selector.position()))
                    .map(selector -> new Selector(selector.toString(), selector))
                    .toList();
        } catch (LogqlSyntaxException e) {
            // PromQL of a group that asks a Prometheus.
            return List.of();
        }
    }
}
