package io.tocsin.evaluation;

import static io.tocsin.evaluation.FakeQuerier.sample;
import static io.tocsin.evaluation.FakeQuerier.success;
import static io.tocsin.evaluation.TestRules.above;
import static io.tocsin.evaluation.TestRules.group;
import static io.tocsin.evaluation.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.ExpressionReader;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.evaluation.state.SlotAnswers;
import io.tocsin.evaluation.state.SlotEvaluation;
import io.tocsin.evaluation.state.TextRenderer;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.rule.Condition;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups that are looked at between their slots, over each database. */
abstract class OnPushContract {

    private static final Duration OFFSET = Duration.ofSeconds(10);
    private static final RuleGroup GROUP = group("pushed")
            .queryOffset(OFFSET)
            .onPush()
            .rules(rule("ocr").condition(above(0)).annotation("summary", "{{value}} on {{labels.host}}"))
            .build();
    private static final Instant SLOT = GROUP.slotAfter(Instant.parse("2026-11-20T10:00:00Z"));

    private final FakeQuerier querier = new FakeQuerier();
    private final SettableClock clock = new SettableClock(SLOT);
    private TestDatabase database;
    private EvaluationHarness replica;

    abstract TestDatabase open();

    @BeforeEach
    void start() {
        database = open();
        replica = new EvaluationHarness(database, querier, clock);
        querier.answer();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private static Instant slot(int number) {
        return SLOT.plusSeconds(60L * number);
    }

    private boolean runEarlyAt(RuleGroup group, Instant at) {
        replica.use(group);
        clock.set(at);
        return replica.runner.runEarly(group);
    }

    @Test
    void firesBetweenSlotsOnceAndResolvesAtASlot() {
        replica.runAt(GROUP, slot(0));
        querier.answer(sample(3, "host", "a"));
        Instant early = slot(0).plusSeconds(31);
        boolean isDone = runEarlyAt(GROUP, early);
        runEarlyAt(GROUP, early.plusSeconds(1));
        List<AlertEvent> fired = replica.takeEvents();
        replica.runAt(GROUP, slot(1));
        querier.answer();
        runEarlyAt(GROUP, slot(1).plusSeconds(5));
        List<AlertEvent> between = replica.takeEvents();
        replica.runAt(GROUP, slot(2));

        assertThat(isDone).isTrue();
        assertThat(fired).singleElement().isInstanceOfSatisfying(AlertEvent.Fired.class, event -> {
            assertThat(event.at()).isEqualTo(early);
            assertThat(event.alert().annotations()).containsEntry("summary", "3 on a");
            assertThat(event.alert().rule().queryOffset()).isZero();
            assertThat(event.isLate()).isFalse();
        });
        assertThat(between).isEmpty();
        assertThat(replica.takeEvents()).singleElement().isInstanceOfSatisfying(AlertEvent.Resolved.class, event -> {
            assertThat(event.at()).isEqualTo(slot(2));
            assertThat(event.alert().id()).isEqualTo(fired.get(0).alert().id());
        });
        assertThat(replica.slotCounts()).containsEntry("live", 3L).containsEntry("fenced", 0L);
    }

    @Test
    void aSlotThatLooksAtATimeBeforeTheLineDoesNotResolveIt() {
        replica.runAt(GROUP, slot(0));
        querier.answer(sample(1, "host", "a"));
        runEarlyAt(GROUP, slot(1).minusSeconds(4));
        querier.answer();
        replica.runAt(GROUP, slot(1));
        querier.answer(sample(1, "host", "a"));
        replica.runAt(GROUP, slot(2));

        assertThat(replica.takeEvents()).singleElement().isInstanceOf(AlertEvent.Fired.class);
        assertThat(replica.instancesOf(GROUP)).extracting(AlertInstance::state).containsExactly(InstanceState.FIRING);
    }

    @Test
    void aGroupFiresBeforeItsFirstSlotAndEndsWithItsRules() {
        querier.knownSince = slot(0).plusSeconds(20);
        replica.runAgainAt(GROUP, slot(0).plusSeconds(25));
        querier.answer(sample(1, "host", "a"));
        runEarlyAt(GROUP, slot(0).plusSeconds(30));
        List<AlertEvent> fired = replica.takeEvents();
        replica.runAt(GROUP.withRules(List.of()), slot(1));

        assertThat(fired).singleElement().isInstanceOf(AlertEvent.Fired.class);
        assertThat(replica.takeEvents()).singleElement().isInstanceOf(AlertEvent.Resolved.class);
    }

    @Test
    void aSlotThatIsDueComesFirst() {
        replica.runAt(GROUP, slot(0));
        querier.answer(sample(1, "host", "a"));

        assertThat(runEarlyAt(GROUP, slot(1).plusMillis(1))).isFalse();
        assertThat(replica.takeEvents()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"< 5", "== 1", "!= 0", "inside [0, 5]"})
    void aConditionThatFurtherLinesMayEndWaitsForItsSlot(String condition) {
        RuleGroup falling = group("falling")
                .onPush()
                .rules(rule("a").condition(Condition.parse(condition)))
                .build();
        replica.runAt(falling, falling.slotAfter(SLOT));
        querier.answer(sample(1, "host", "a"));

        runEarlyAt(falling, falling.slotAfter(SLOT).plusSeconds(20));

        assertThat(replica.takeEvents()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(rate({job=\"a\"} |= \"x\" [1m])) / sum(rate({job=\"a\"}[1m])) > 0",
                "min_over_time({job=\"a\"} | logfmt | unwrap ms [1m]) > 0",
                "avg(count_over_time({job=\"a\"}[1m])) > 0",
                "sum(count_over_time({job=\"a\"}[1m])) < 5",
                "sum(count_over_time({job=\"a\"}[1m])) or vector(7)",
                "absent_over_time({job=\"a\"}[1m])",
                "5 - sum(count_over_time({job=\"a\"}[1m])) > 0",
            })
    void anExpressionThatFurtherLinesMayLowerWaitsForItsSlot(String expression) {
        RuleGroup falling = group("falling")
                .onPush()
                .rules(rule("a").expression(expression))
                .build();
        replica.runAt(falling, falling.slotAfter(SLOT));
        querier.answer(sample(1, "host", "a"));

        runEarlyAt(falling, falling.slotAfter(SLOT).plusSeconds(20));

        assertThat(replica.takeEvents()).isEmpty();
    }

    @Test
    void nothingHappensWithForOrWithoutAnAnswer() {
        RuleGroup held = group("held")
                .onPush()
                .rules(rule("a").condition(above(0)).holdDuration(Duration.ofMinutes(1)))
                .build();
        replica.runAt(held, held.slotAfter(SLOT));
        replica.runAt(GROUP, slot(2));
        querier.answer(sample(1, "host", "a"));
        runEarlyAt(held, held.slotAfter(SLOT).plusSeconds(20));
        querier.fail(QueryFailure.TIMEOUT);
        runEarlyAt(GROUP, slot(2).plusSeconds(20));

        assertThat(replica.takeEvents()).isEmpty();
    }

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("seeds", 3));
    }

    private record Line(Instant at, Instant arrives, String host) {}

    /** Random lines, some of them late, looks at random times, restarts: beside the same group that knows only its slots. */
    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostDoubledOrResolvedEarly(long seed) {
        Random random = new Random(seed);
        Duration range = Duration.ofSeconds(List.of(20, 60, 150).get(random.nextInt(3)));
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            Instant at = SLOT.plusMillis(random.nextInt(11 * 60_000));
            lines.add(new Line(at, at.plusMillis(random.nextInt(9_000)), random.nextBoolean() ? "a" : "b"));
        }
        RuleGroupState reference = RuleGroupState.EMPTY;
        Map<Labels, Boolean> firing = new HashMap<>();

        for (int number = 0; number < 12; number++) {
            querier.answer((expression, at) -> success(count(lines, range, at)));
            replica.runAt(GROUP, slot(number));
            reference = slotOnly(
                    reference, slot(number), count(lines, range, slot(number).minus(OFFSET)));
            follow(firing, slot(number));
            check(reference, slot(number), lines, range);
            looks(random, number, lines, range, firing);
            if (random.nextInt(5) == 0) {
                replica = new EvaluationHarness(database, querier, clock);
            }
        }
        assertThat(replica.takeEvents()).isEmpty();
    }

    private void looks(Random random, int number, List<Line> lines, Duration range, Map<Labels, Boolean> firing) {
        List<Long> times = random.longs(3, 100, 59_900).sorted().boxed().toList();
        for (long millis : times) {
            Instant at = slot(number).plusMillis(millis);
            assertThat(runEarlyAt(GROUP, at)).isTrue();
            follow(firing, at);
            assertThat(active()).containsAll(labels(count(lines, range, at)));
        }
    }

    private List<Sample> count(List<Line> lines, Duration range, Instant at) {
        Map<String, Long> counts = lines.stream()
                .filter(line -> !line.arrives().isAfter(clock.instant()))
                .filter(line -> line.at().isAfter(at.minus(range)) && !line.at().isAfter(at))
                .collect(Collectors.groupingBy(Line::host, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> sample(entry.getValue(), "host", entry.getKey()))
                .toList();
    }

    private static RuleGroupState slotOnly(RuleGroupState before, Instant slot, List<Sample> answer) {
        return new SlotEvaluation(GROUP, OFFSET, new ExpressionReader(), new TextRenderer(""))
                .evaluate(
                        before,
                        slot,
                        false,
                        SlotAnswers.of(Map.of(
                                GROUP.rules().get(0).key(),
                                new RuleAnswer(new Answer.Samples(answer), Duration.ZERO, 0))))
                .after();
    }

    /** Each event is of an instance that was not so before, and only slots resolve. */
    private void follow(Map<Labels, Boolean> firing, Instant at) {
        for (AlertEvent event : replica.takeEvents()) {
            boolean isFired = event instanceof AlertEvent.Fired;
            assertThat(firing.put(event.alert().labels(), isFired)).isNotEqualTo(isFired);
            assertThat(event.at()).isEqualTo(at);
            assertThat(isFired || GROUP.slotAtOrBefore(at).equals(at)).isTrue();
        }
        assertThat(active())
                .containsExactlyInAnyOrderElementsOf(firing.entrySet().stream()
                        .filter(Map.Entry::getValue)
                        .map(Map.Entry::getKey)
                        .toList());
    }

    /** What the slots alone would have firing is firing; what is besides has lines that the slot does not look at yet. */
    private void check(RuleGroupState reference, Instant slot, List<Line> lines, Duration range) {
        List<Labels> expected = reference.instancesOf(GROUP.rules().get(0).key()).stream()
                .filter(instance -> instance.state() == InstanceState.FIRING)
                .map(AlertInstance::labels)
                .toList();
        assertThat(active()).containsAll(expected);
        replica.instancesOf(GROUP).stream()
                .filter(instance -> instance.state() == InstanceState.FIRING)
                .filter(instance -> !expected.contains(instance.labels()))
                .forEach(instance -> assertThat(instance.activeAt()).isAfter(slot.minus(OFFSET)));
    }

    private List<Labels> active() {
        return replica.instancesOf(GROUP).stream()
                .filter(instance -> instance.state() == InstanceState.FIRING)
                .map(AlertInstance::labels)
                .toList();
    }

    private static List<Labels> labels(List<Sample> samples) {
        String name = GROUP.rules().get(0).name();
        return samples.stream()
                .map(sample -> sample.labels().with(Labels.ALERT_NAME, name))
                .toList();
    }
}
