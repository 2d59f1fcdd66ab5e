package io.tocsin.evaluation;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.EvaluationResult;
import io.tocsin.alert.StoredEvent;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.alert.store.AlertStores;
import io.tocsin.alert.store.DataSourceOutages;
import io.tocsin.alert.store.EvaluationHistory;
import io.tocsin.alert.store.GroupCursors;
import io.tocsin.alert.store.MissedSlots;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.evaluation.outage.DataSourceAlerts;
import io.tocsin.evaluation.outage.GapNotices;
import io.tocsin.evaluation.query.IncrementalWindows;
import io.tocsin.evaluation.query.QuestionSharing;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.schedule.GroupRunner;
import io.tocsin.evaluation.slot.CatchUp;
import io.tocsin.evaluation.slot.EvaluationMetrics;
import io.tocsin.evaluation.slot.EvaluationStore;
import io.tocsin.evaluation.slot.GroupEvaluator;
import io.tocsin.evaluation.slot.SlotStep;
import io.tocsin.evaluation.state.ExpressionReader;
import io.tocsin.evaluation.state.TextRenderer;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** One replica of the evaluation half over a database, with a scripted data source and a clock that is told the time. */
public final class EvaluationHarness {

    public static final EvaluationProperties PROPERTIES = new EvaluationProperties(
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            new EvaluationProperties.Evaluation(4, Duration.ofSeconds(30), Duration.ofDays(7), 100_000, true));

    final FakeQuerier querier;
    final SettableClock clock;
    final AlertInstances instances;
    final AlertEventLog events;
    final GroupCursors cursors;
    final EvaluationHistory history;
    final RuleRecords records;
    final GroupRunner runner;
    final EvaluationStore store;
    final DataSourceAlerts alerts;
    final MissedSlots missed;
    final GapNotices notices;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final AtomicLong freeBytes = new AtomicLong(Long.MAX_VALUE);
    Instant watchedSince = Instant.MIN;
    private final List<RuleGroup> groups = new ArrayList<>();

    public EvaluationHarness(TestDatabase database, FakeQuerier querier, SettableClock clock) {
        this.querier = querier;
        this.clock = clock;
        instances = AlertStores.instances(database);
        events = AlertStores.events(database);
        cursors = AlertStores.cursors(database);
        history = AlertStores.history(database, freeBytes::get, registry);
        records = AlertStores.rules(database);
        TextRenderer renderer = new TextRenderer("");
        ExpressionReader expressions = new ExpressionReader();
        RuleQueries queries = new RuleQueries(
                querier,
                PROPERTIES,
                new QuestionSharing(PROPERTIES, new GroupsOfATest(() -> groups), new SimpleMeterRegistry()),
                new IncrementalWindows(registry, clock, IncrementalWindows.MOST_SAMPLES),
                () -> watchedSince);
        missed = AlertStores.missedSlots(database);
        store = new EvaluationStore(database.transactions(), cursors, instances, events, records, history, missed);
        EvaluationMetrics metrics = new EvaluationMetrics(registry);
        SlotStep step = new SlotStep(queries, expressions, renderer, PROPERTIES);
        DataSourceOutages outages = AlertStores.outages(database);
        alerts = new DataSourceAlerts(database.transactions(), outages, records, instances, events, PROPERTIES, clock);
        GroupEvaluator evaluator = new GroupEvaluator(
                queries,
                step,
                store,
                new CatchUp(queries, step, store, missed, new GroupsOfATest(() -> groups), metrics),
                outages,
                metrics,
                clock);
        notices = new GapNotices(
                database.transactions(),
                AlertStores.gaps(database),
                missed,
                cursors,
                new GroupsOfATest(() -> groups),
                events,
                clock);
        runner = new GroupRunner(
                new GroupsOfATest(() -> groups),
                cursors,
                evaluator,
                missed,
                metrics,
                PROPERTIES,
                (group, slot) -> {},
                clock);
    }

    void use(RuleGroup... current) {
        groups.clear();
        groups.addAll(List.of(current));
    }

    /** Sets the clock to a moment after the slot and runs the group. */
    public Instant runAt(RuleGroup group, Instant slot) {
        use(group);
        clock.set(slot.plusMillis(20));
        return runner.run(group);
    }

    /** Sets the clock to this very moment and runs the group. */
    Instant runAgainAt(RuleGroup group, Instant at) {
        use(group);
        clock.set(at);
        return runner.run(group);
    }

    /** All events since the last call, as a reader of the log sees them. */
    public List<AlertEvent> takeEvents() {
        List<StoredEvent> stored = events.findUndispatched(10_000).readable();
        events.markDispatched(stored.stream().map(StoredEvent::id).toList(), clock.instant());
        return stored.stream().map(StoredEvent::event).toList();
    }

    List<AlertInstance> instancesOf(RuleGroup group) {
        return instances.findByGroup(group.key());
    }

    /** What is remembered of the group's first rule; it must have been evaluated. */
    EvaluationResult newest(RuleGroup group) {
        return Objects.requireNonNull(records.findByGroup(group.key(), history.open(group.key()))
                        .get(group.rules().get(0).key()))
                .newest();
    }

    Map<String, Long> slotCounts() {
        Map<String, Long> counts = new java.util.TreeMap<>();
        registry.find("tocsin.slots")
                .counters()
                .forEach(counter -> counts.put(counter.getId().getTag("outcome"), (long) counter.count()));
        return counts;
    }
}
