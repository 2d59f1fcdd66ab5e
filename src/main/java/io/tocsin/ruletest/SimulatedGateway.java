package io.tocsin.ruletest;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertInstance;
import io.tocsin.backtest.NotificationSimulation;
import io.tocsin.backtest.SimulatedNotification;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.embedded.EmbeddedQuerier;
import io.tocsin.datasource.embedded.ParsedQueries;
import io.tocsin.datasource.embedded.QueryThreads;
import io.tocsin.dispatch.evidence.AlertEntries;
import io.tocsin.dispatch.evidence.EvidenceOptions;
import io.tocsin.dispatch.evidence.LinkSettings;
import io.tocsin.dispatch.evidence.LogEvidence;
import io.tocsin.evaluation.EvaluationProperties;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.recording.SeriesText;
import io.tocsin.evaluation.slot.SlotStep;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.ExpressionReader;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.evaluation.state.SlotOutcome;
import io.tocsin.evaluation.state.TextRenderer;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Sample;
import io.tocsin.logstore.QueryMemory;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.rule.RecordingRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The gateway on a simulated clock: the lines of one test arrive, groups are evaluated at their slots, alerts are routed,
 * grouped and told. Nothing of it is written for tests but the loop. For one thread.
 */
final class SimulatedGateway {

    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(30);
    private static final QueryMemory MEMORY =
            QueryMemory.ofHeap(Runtime.getRuntime().maxMemory());
    private static final ExpressionReader EXPRESSIONS = new ExpressionReader();
    private static final ParsedQueries QUERIES = new ParsedQueries();
    /** Groups without a query offset of their own ask at their slot: lines arrive when they are written. */
    private static final EvaluationProperties PROPERTIES = new EvaluationProperties(
            Duration.ZERO,
            Duration.ofHours(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            new EvaluationProperties.Evaluation(1, QUERY_TIMEOUT, Duration.ofDays(7), 1, false));

    private final ArrivingLines lines;
    private final Querier querier;
    private final RuleQueries queries;
    private final SlotStep step;
    private final AlertEntries entries;
    private final LogEvidence evidence;
    private final NotificationSimulation notifications;
    private final Map<RuleGroup, RuleGroupState> states = new LinkedHashMap<>();
    private final List<Message> messages = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private Instant reached = Instant.MIN;
    private final Map<RecordingRule, List<Sample>> recorded = new LinkedHashMap<>();
    private boolean isSilent;
    private boolean isRecording;

    SimulatedGateway(List<RuleGroup> groups, Destinations installation, ArrivingLines lines, SimulatedClock clock) {
        this(
                groups,
                installation,
                lines,
                new EmbeddedQuerier(lines.source(), clock, QueryThreads.ofCaller(), QUERY_TIMEOUT, MEMORY, QUERIES));
    }

    /** One that asks something else than the lines. */
    SimulatedGateway(List<RuleGroup> groups, Destinations installation, ArrivingLines lines, Querier querier) {
        this.lines = lines;
        this.querier = querier;
        DataSources dataSources = new OneSource(querier);
        this.queries = RuleQueries.ofPast(dataSources, PROPERTIES);
        LinkSettings links = new LinkSettings(installation.externalUrl(), "", "", 8080);
        this.step = new SlotStep(queries, EXPRESSIONS, new TextRenderer(installation.externalUrl()), PROPERTIES);
        this.evidence = new LogEvidence(dataSources, new EvidenceOptions(List.of(), true, false, List.of()));
        this.entries = new AlertEntries(links, evidence);
        this.notifications =
                new NotificationSimulation(installation.policies(), installation::sendsResolved, this::told);
        // A test is about what a rule says; whether it is paused decides only whether anybody hears it.
        groups.forEach(group -> states.put(group.unpaused(), RuleGroupState.EMPTY));
    }

    /** Every name is the one store. */
    private record OneSource(Querier querier) implements DataSources {

        @Override
        public Optional<Querier> find(DataSourceName name) {
            return Optional.of(querier);
        }

        @Override
        public Set<DataSourceName> names() {
            return Set.of(DataSourceName.DEFAULT);
        }
    }

    /** Tells nothing: half of the time of a test goes into messages, and many tests are about alerts only. */
    SimulatedGateway silent() {
        isSilent = true;
        return this;
    }

    /** Evaluates recording rules, too; few tests are about them. */
    SimulatedGateway recording() {
        isRecording = true;
        return this;
    }

    /** Lets everything happen that happens until then. Calls must follow each other in time. */
    void moveTo(Instant time) {
        for (Instant slot : slots(time)) {
            advance(slot.minusNanos(1));
            lines.moveTo(slot);
            List<AlertEvent> events = new ArrayList<>();
            states.replaceAll((group, state) -> isSlot(group, slot) ? evaluate(group, state, slot, events) : state);
            if (!isSilent) {
                events.forEach(notifications::accept);
            }
            advance(slot);
        }
        advance(time);
        lines.moveTo(time);
        reached = time;
    }

    private void advance(Instant time) {
        if (!isSilent) {
            notifications.advance(time);
        }
    }

    private SortedSet<Instant> slots(Instant until) {
        SortedSet<Instant> slots = new TreeSet<>();
        for (RuleGroup group : states.keySet()) {
            long millis = group.interval().toMillis();
            long first = reached.equals(Instant.MIN) ? 0 : Math.floorDiv(reached.toEpochMilli(), millis) + 1;
            for (long slot = first * millis; slot <= until.toEpochMilli(); slot += millis) {
                slots.add(Instant.ofEpochMilli(slot));
            }
        }
        return slots;
    }

    private static boolean isSlot(RuleGroup group, Instant slot) {
        return slot.toEpochMilli() % group.interval().toMillis() == 0;
    }

    private RuleGroupState evaluate(RuleGroup group, RuleGroupState state, Instant slot, List<AlertEvent> events) {
        Map<RuleKey, RuleAnswer> answers = queries.ask(group, state, step.askedAt(group, slot), false);
        SlotOutcome outcome = step.stepLive(group, state, slot, answers);
        outcome.rules().forEach((rule, evaluated) -> {
            String error = evaluated.outcome().error();
            if (!error.isEmpty()) {
                errors.add("rule \"" + rule.alert() + "\" cannot be evaluated at " + TestTimes.of(slot) + ": " + error);
            }
        });
        events.addAll(outcome.events());
        if (isRecording && !group.recordings().isEmpty()) {
            queries.askRecordings(group, step.askedAt(group, slot)).forEach((rule, answer) -> keep(rule, answer, slot));
        }
        return outcome.after();
    }

    private void keep(RecordingRule rule, RuleAnswer answer, Instant slot) {
        try {
            if (answer.answer() instanceof Answer.Failed failed) {
                throw new IllegalArgumentException(failed.message());
            }
            List<Sample> samples = answer.answer() instanceof Answer.Samples found ? found.series() : List.of();
            recorded.put(rule, SeriesText.series(rule, samples));
        } catch (IllegalArgumentException e) {
            recorded.remove(rule);
            errors.add(
                    "rule \"" + rule.name() + "\" cannot be recorded at " + TestTimes.of(slot) + ": " + e.getMessage());
        }
    }

    /** What rules of this name recorded at their newest slots, without the name. */
    List<Sample> recorded(String name) {
        return recorded.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .flatMap(entry -> entry.getValue().stream())
                .map(sample -> new Sample(sample.labels().without(Set.of(SeriesText.METRIC_NAME)), sample.value()))
                .toList();
    }

    private void told(SimulatedNotification notification) {
        lines.moveTo(notification.at());
        messages.add(notification.message(this::entry, (labels, told) -> entries.links(labels, told, false)));
    }

    private AlertEntry entry(SimulatedNotification.Told told) {
        Alert alert = told.resolved() == null ? renewed(told.alert()) : told.alert();
        Evidence found = told.wantsLines() ? evidence.fetch(alert).join() : Evidence.NONE;
        return entries.of(alert, told.resolved(), told.isNew(), found);
    }

    /** An alert that goes on firing is told with its newest value and texts. */
    private Alert renewed(Alert alert) {
        return instances()
                .filter(instance -> instance.rule().equals(alert.id().rule())
                        && instance.fingerprint().equals(alert.id().fingerprint())
                        && alert.firedAt().equals(instance.firedAt()))
                .findFirst()
                .map(newest -> alert.renewed(newest.annotations(), newest.evaluatedAt(), newest.value()))
                .orElse(alert);
    }

    /** Whatever is pending, firing or recovering now. */
    Stream<AlertInstance> instances() {
        return states.values().stream()
                .flatMap(state -> state.instances().values().stream())
                .flatMap(List::stream)
                .filter(instance -> instance.resolvedAt() == null);
    }

    /** What went wrong so far with the rules themselves. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    /** All messages so far, in their order. */
    List<Message> messages() {
        return List.copyOf(messages);
    }

    /** The answer to an expression at the time that was reached. */
    QueryResult<List<Sample>> ask(String expression) {
        QueryResult<List<Sample>> answer = querier.query(expression, reached).block();
        if (answer == null) {
            throw new IllegalStateException("no answer at all");
        }
        return answer;
    }
}
