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
import java.util.LinkedHashMap;
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
    private final Map<String, List<LogSelectorExpr>> selectors = new ConcurrentHashMap<>();
    private final Map<HintKey, KnownHint> known = new ConcurrentHashMap<>();

    public SelectorHints(RuleGroups groups, DataSources dataSources, Clock clock, LongSupplier nanos) {
        this.groups = groups;
        this.dataSources = dataSources;
        this.clock = clock;
        this.nanos = nanos;
    }

    private record HintKey(String dataSource, String selector) {}

    /** @param hints null before the data source has said anything; empty when there are streams */
    private record KnownHint(
            long since, long askedAt, @Nullable List<SelectorHint> hints) {

        boolean isFound() {
            return hints != null && hints.isEmpty();
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
        return selectors(rule).stream()
                .map(selector -> known.get(new HintKey(group.dataSource(), selector.toString())))
                .flatMap(found -> found == null || found.hints() == null ? Stream.of() : found.hints().stream())
                .distinct()
                .toList();
    }

    /** Asks for what is due. Blocks. */
    public void look() {
        Map<HintKey, LogSelectorExpr> wanted = new LinkedHashMap<>();
        for (RuleGroup group : groups.current()) {
            for (AlertRule rule : group.rules()) {
                if (!rule.paused()) {
                    selectors(rule)
                            .forEach(selector ->
                                    wanted.put(new HintKey(group.dataSource(), selector.toString()), selector));
                }
            }
        }
        known.keySet().retainAll(wanted.keySet());
        selectors.keySet().retainAll(expressions());
        ask(wanted);
    }

    private void ask(Map<HintKey, LogSelectorExpr> wanted) {
        Map<String, Optional<SelectorCheck>> checks = new HashMap<>();
        int asked = 0;
        for (Map.Entry<HintKey, LogSelectorExpr> entry : wanted.entrySet()) {
            HintKey key = entry.getKey();
            long now = nanos.getAsLong();
            KnownHint before = known.get(key);
            if (before != null && !before.isDue(now)) {
                continue;
            }
            Optional<SelectorCheck> check = checks.computeIfAbsent(
                    key.dataSource(),
                    name -> dataSources
                            .find(new DataSourceName(name))
                            .map(querier -> new SelectorCheck(querier, clock.instant())));
            if (check.isEmpty()) {
                continue;
            }
            Optional<List<SelectorHint>> answer = check.get().check(entry.getValue());
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
            if (++asked >= MOST_AT_ONCE) {
                return;
            }
        }
    }

    @Override
    public List<Concern> concerns() {
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
        return selectors(rule).stream()
                .map(selector -> known.get(new HintKey(group.dataSource(), selector.toString())))
                .filter(found -> found != null && found.age(now).compareTo(PATIENCE) >= 0)
                .flatMap(found -> found.hints() == null
                        ? Stream.of()
                        : found.hints().stream().limit(1))
                .limit(1)
                .toList();
    }

    private Set<String> expressions() {
        Set<String> expressions = new TreeSet<>();
        groups.current().forEach(group -> group.rules().forEach(rule -> expressions.add(expression(rule))));
        return expressions;
    }

    private static String expression(AlertRule rule) {
        return rule.watches().map(absence -> absence.lastLines()).orElse(rule.expression());
    }

    private List<LogSelectorExpr> selectors(AlertRule rule) {
        return selectors.computeIfAbsent(expression(rule), this::parse);
    }

    private List<LogSelectorExpr> parse(String expression) {
        try {
            LogqlExpr expr = parser.parse(expression);
            Stream<LogSelectorExpr> found = expr instanceof MetricExpr metric
                    ? LogRanges.in(metric).stream().map(range -> range.selector())
                    : expr instanceof LogSelectorExpr selector ? Stream.of(selector) : Stream.of();
            return found.map(selector -> new LogSelectorExpr(selector.matchers(), List.of(), selector.position()))
                    .toList();
        } catch (LogqlSyntaxException e) {
            // PromQL of a group that asks a Prometheus.
            return List.of();
        }
    }
}
