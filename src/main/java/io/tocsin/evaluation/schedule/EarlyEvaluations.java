package io.tocsin.evaluation.schedule;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.Querier.LineWatch;
import io.tocsin.evaluation.RuleGroups;
import io.tocsin.evaluation.slot.SlotStep;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.ast.LogRange;
import io.tocsin.logql.ast.LogRanges;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has groups with {@code on_push} or {@code tail} looked at when a line arrives that one of their rules counts: soon after
 * the first such line, with all that come meanwhile, and never so often that looking is most of what the process does. A
 * push comes to one replica; a Loki is listened to by one of them.
 */
final class EarlyEvaluations {

    private static final Logger log = LoggerFactory.getLogger(EarlyEvaluations.class);
    private static final Duration DEBOUNCE = Duration.ofMillis(200);
    private static final Duration IDLE = Duration.ofSeconds(30);
    /** How often it is looked whether it is still for this replica to listen, and whether the data source is the same. */
    private static final Duration LISTENING_IDLE = Duration.ofSeconds(3);

    /** The pause after a look that took long is so many times as long. */
    private static final int PAUSE_FACTOR = 5;

    private final GroupRunner runner;
    private final SlotStep step;
    private final RuleGroups groups;
    private final DataSources dataSources;
    private final BooleanSupplier isOurs;
    private final BooleanSupplier isListener;
    private final LongSupplier nanoTime;
    private final LogqlParser parser = new LogqlParser();
    private final Map<GroupKey, Watched> watched = new HashMap<>();
    private final Map<GroupKey, Long> due = new ConcurrentHashMap<>();
    /** Not before this time, for groups that have just been looked at. */
    private final Map<GroupKey, Long> notBefore = new ConcurrentHashMap<>();

    private volatile Runnable wake = () -> {};
    private boolean hasBegun;
    private volatile boolean isListening;

    /** A group, and whom it is asked of. */
    private record Listened(RuleGroup group, Querier querier) {}

    private record Watched(Listened listened, LineWatch watch) {}

    /**
     * @param isOurs whether this replica has the rules by which groups are evaluated
     * @param isListener whether of all replicas this one listens to what all of them could hear
     */
    EarlyEvaluations(
            GroupRunner runner,
            SlotStep step,
            RuleGroups groups,
            DataSources dataSources,
            BooleanSupplier isOurs,
            BooleanSupplier isListener,
            LongSupplier nanoTime) {
        this.runner = runner;
        this.step = step;
        this.groups = groups;
        this.dataSources = dataSources;
        this.isOurs = isOurs;
        this.isListener = isListener;
        this.nanoTime = nanoTime;
    }

    /** @param call makes {@link #run} be called soon; from any thread */
    void onDue(Runnable call) {
        wake = call;
    }

    /** Watches for the lines of the groups as they are now. */
    synchronized void groupsChanged() {
        Map<GroupKey, Listened> wanted = new HashMap<>();
        for (RuleGroup group : groups.current()) {
            if (group.looksEarly()) {
                dataSources
                        .find(new DataSourceName(group.dataSource()))
                        .filter(querier -> isHeardHere(group, querier))
                        .ifPresent(querier -> wanted.put(group.key(), new Listened(group, querier)));
            }
        }
        isListening = groups.current().stream().anyMatch(RuleGroup::tail);
        watched.entrySet().removeIf(entry -> {
            Watched one = entry.getValue();
            boolean isSame = one.listened().equals(wanted.get(entry.getKey()));
            if (!isSame) {
                one.watch().close();
            }
            return !isSame;
        });
        wanted.values().stream()
                .filter(listened -> !watched.containsKey(listened.group().key()))
                .forEach(this::watch);
    }

    private boolean isHeardHere(RuleGroup group, Querier querier) {
        return querier.isEmbedded() ? group.onPush() : group.tail() && isListener.getAsBoolean();
    }

    private void watch(Listened listened) {
        GroupKey key = listened.group().key();
        List<String> queries = step.early(listened.group()).stream()
                .flatMap(this::selectors)
                .distinct()
                .toList();
        if (!queries.isEmpty()) {
            listened.querier()
                    .watch(queries, () -> arrived(key))
                    .ifPresent(watch -> watched.put(key, new Watched(listened, watch)));
        }
    }

    /** The lines that the rule counts. */
    private Stream<String> selectors(AlertRule rule) {
        LogqlExpr parsed = parser.parse(rule.expression());
        return parsed instanceof MetricExpr metric
                ? LogRanges.in(metric).stream().map(LogRange::selector).map(Object::toString)
                : Stream.empty();
    }

    private void arrived(GroupKey group) {
        long earliest = nanoTime.getAsLong() + DEBOUNCE.toNanos();
        long at = Math.max(earliest, notBefore.getOrDefault(group, earliest));
        if (due.putIfAbsent(group, at) == null) {
            wake.run();
        }
    }

    /** Looks at the groups whose time has come; returns how long nothing is to be done after that. */
    Duration run() {
        if (!hasBegun || isListening) {
            // The rules may have been read before anybody listened for changes.
            hasBegun = true;
            groupsChanged();
        }
        List<GroupKey> now = new ArrayList<>();
        long time = nanoTime.getAsLong();
        due.forEach((group, at) -> {
            if (at - time <= 0) {
                now.add(group);
            }
        });
        for (GroupKey key : now) {
            due.remove(key);
            groups.find(key.toString())
                    .filter(group -> group.looksEarly() && isOurs.getAsBoolean())
                    .ifPresent(this::look);
        }
        long next = due.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
        long longest = (isListening ? LISTENING_IDLE : IDLE).toNanos();
        long wait = next == Long.MAX_VALUE ? longest : Math.max(0, next - nanoTime.getAsLong());
        return Duration.ofNanos(Math.min(wait, longest));
    }

    private void look(RuleGroup group) {
        long began = nanoTime.getAsLong();
        boolean isDone;
        try {
            isDone = runner.runEarly(group);
        } catch (RuntimeException e) {
            log.warn("a group could not be looked at between slots; its next slot will group={}", group.key(), e);
            isDone = true;
        }
        long ended = nanoTime.getAsLong();
        notBefore.put(group.key(), ended + Math.max(DEBOUNCE.toNanos(), PAUSE_FACTOR * (ended - began)));
        if (!isDone) {
            due.putIfAbsent(group.key(), ended + DEBOUNCE.toNanos());
        }
    }

    synchronized void close() {
        watched.values().forEach(one -> one.watch().close());
        watched.clear();
    }
}
