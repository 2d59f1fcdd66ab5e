package io.tocsin.evaluation.replay;

import static io.tocsin.evaluation.TestRules.above;
import static io.tocsin.evaluation.TestRules.group;
import static io.tocsin.evaluation.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.alert.AlertEvent;
import io.tocsin.datasource.ConfiguredDataSources;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.InMemorySource;
import io.tocsin.datasource.PastDataSources;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.embedded.EmbeddedQuerier;
import io.tocsin.datasource.embedded.QueryThreads;
import io.tocsin.evaluation.EvaluationHarness;
import io.tocsin.evaluation.FakeQuerier;
import io.tocsin.evaluation.LimitedQuerier;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.slot.SlotStep;
import io.tocsin.evaluation.state.ExpressionReader;
import io.tocsin.evaluation.state.TextRenderer;
import io.tocsin.label.Labels;
import io.tocsin.logstore.QueryMemory;
import io.tocsin.rule.Absence;
import io.tocsin.rule.NoDataPolicy;
import io.tocsin.rule.RuleGroup;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

class GroupReplayIT {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final int SLOTS = 400;
    private static final Absence SILENCE =
            new Absence("{job=\"ocr\"}", List.of("host"), Duration.ofMinutes(30), Duration.ofMinutes(3));

    @TempDir
    private Path directory;

    /** Bursts and silences of three hosts, lines at odd nanoseconds. */
    private static InMemorySource logs(long seed) {
        Random random = new Random(seed);
        InMemorySource logs = new InMemorySource();
        for (String host : List.of("a", "b", "c")) {
            Labels stream = Labels.of("job", "ocr", "host", host);
            long nanos = START.getEpochSecond() * 1_000_000_000L;
            long end = nanos + SLOTS * 30_000_000_000L;
            while (nanos < end) {
                boolean isQuiet = random.nextInt(12) == 0;
                nanos += isQuiet ? random.nextLong(600_000_000_000L) : random.nextLong(25_000_000_000L);
                logs.add(stream, nanos, random.nextInt(3) == 0 ? "ERROR out of paper" : "INFO fine");
            }
        }
        return logs;
    }

    private static RuleGroup rules() {
        String errors = "sum by (host) (count_over_time({job=\"ocr\"} |= \"ERROR\" [1m]))";
        return group("ocr")
                .interval(Duration.ofSeconds(30))
                .limit(2)
                .rules(
                        rule("Condition").expression(errors).condition(above(1)),
                        rule("Comparison").expression(errors + " > 1").keepFiringFor(Duration.ofMinutes(1)),
                        rule("Pending").expression(errors).condition(above(0)).holdDuration(Duration.ofMinutes(2)),
                        rule("Vanishing").expression(errors + " > 2"),
                        rule("Zero").expression(errors).condition(above(2)).noData(NoDataPolicy.ZERO),
                        rule("Silent")
                                .expression("sum(count_over_time({job=\"ocr\"}[30s]))")
                                .condition(above(100))
                                .noData(NoDataPolicy.ALERT),
                        rule("Absent").absent(SILENCE, Duration.ofSeconds(30)))
                .build();
    }

    private static Querier embedded(InMemorySource logs) {
        return new EmbeddedQuerier(
                logs,
                Clock.fixed(START.plus(Duration.ofDays(1)), ZoneOffset.UTC),
                QueryThreads.shared(Schedulers.boundedElastic()),
                Duration.ofSeconds(20),
                new QueryMemory(64 << 20));
    }

    private static GroupReplay replay(RuleGroup group, DataSources dataSources) {
        RuleQueries queries = RuleQueries.ofPast(dataSources, EvaluationHarness.PROPERTIES);
        SlotStep step =
                new SlotStep(queries, new ExpressionReader(), new TextRenderer(""), EvaluationHarness.PROPERTIES);
        return new GroupReplays(new PastDataSources(dataSources), step, EvaluationHarness.PROPERTIES).begin(group);
    }

    private List<AlertEvent> live(RuleGroup group, Querier querier) {
        FakeQuerier questions = new FakeQuerier();
        questions.answer((expression, at) -> querier.query(expression, at).block(Duration.ofSeconds(60)));
        List<AlertEvent> events = new ArrayList<>();
        try (TestDatabase database = TestDatabase.h2(directory)) {
            EvaluationHarness harness = new EvaluationHarness(database, questions, new SettableClock(START));
            Instant slot = group.slotAfter(START);
            for (int i = 0; i < SLOTS; i++) {
                harness.runAt(group, slot);
                events.addAll(harness.takeEvents());
                slot = slot.plus(group.interval());
            }
        }
        return events;
    }

    /** What happens at the same slot has no order: the database gives instances back in another one. */
    private static List<AlertEvent> ordered(List<AlertEvent> events) {
        return events.stream()
                .sorted(Comparator.comparing(AlertEvent::at)
                        .thenComparing(event -> event.alert().id().toString())
                        .thenComparing(event -> event.getClass().getSimpleName()))
                .toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20261121})
    void replaysExactlyWhatLiveEvaluationDidSlotBySlot(long seed) {
        RuleGroup group = rules();
        Querier querier = embedded(logs(seed));
        List<AlertEvent> live = live(group, querier);
        GroupReplay replay = replay(group, new ConfiguredDataSources(Map.of(DataSourceName.DEFAULT, querier)));

        List<AlertEvent> replayed = new ArrayList<>();
        int slots = 0;
        Instant end = START.plus(group.interval().multipliedBy(SLOTS));
        for (Instant from = START; from.isBefore(end); from = from.plus(Duration.ofMinutes(47))) {
            Instant to = from.plus(Duration.ofMinutes(47));
            GroupReplay.ReplayPart part = replay.replay(from, to.isAfter(end) ? end : to, () -> false);
            replayed.addAll(part.events());
            slots += part.slots();
        }

        assertThat(slots).isEqualTo(SLOTS);
        assertThat(live).hasSizeGreaterThan(100);
        assertThat(live.stream().map(event -> event.alert().name()).distinct())
                .contains("Condition", "Comparison", "Pending", "Vanishing", "Zero", "Silent", "Absent");
        assertThat(replayed).isSortedAccordingTo(Comparator.comparing(AlertEvent::at));
        assertThat(ordered(replayed)).containsExactlyElementsOf(ordered(live));
    }

    @Test
    void knowsFromItsFirstSlotWhoWasThereBefore() {
        InMemorySource logs = new InMemorySource();
        logs.add(Labels.of("job", "ocr", "host", "a"), START.minusSeconds(1500).getEpochSecond() * 1_000_000_000L, "x");
        RuleGroup group = group("g")
                .interval(Duration.ofSeconds(30))
                .rules(rule("Absent").absent(SILENCE, Duration.ofSeconds(30)))
                .build();
        DataSources sources = new ConfiguredDataSources(Map.of(DataSourceName.DEFAULT, embedded(logs)));

        GroupReplay.ReplayPart part = replay(group, sources).replay(START, START.plusSeconds(60), () -> false);

        assertThat(part.events())
                .singleElement()
                .satisfies(event -> assertThat(event.at()).isEqualTo(group.slotAfter(START)))
                .satisfies(
                        event -> assertThat(event.alert().labels().get("host")).isEqualTo("a"));
    }

    @Test
    void asksInHalvesWhatIsTooMuchForOneQuery() {
        RuleGroup group =
                group("g").interval(Duration.ofSeconds(30)).rules(rule("A")).build();
        FakeQuerier querier = new FakeQuerier();
        querier.answer(FakeQuerier.sample(1, "host", "a"));
        LimitedQuerier limited = new LimitedQuerier(querier, 7, QueryFailure.SERIES_LIMIT);

        GroupReplay.ReplayPart part = replay(group, limited).replay(START, START.plusSeconds(1500), () -> false);

        assertThat(part.slots()).isEqualTo(50);
        assertThat(part.failures()).isEmpty();
        assertThat(part.events()).hasSize(1);
    }

    @Test
    void aQueryThatIsWrongFailsItsRuleAsLiveDoes() {
        RuleGroup group =
                group("g").interval(Duration.ofSeconds(30)).rules(rule("A")).build();
        FakeQuerier querier = new FakeQuerier();
        querier.fail(QueryFailure.BAD_QUERY);

        GroupReplay.ReplayPart part = replay(group, querier).replay(START, START.plusSeconds(300), () -> false);

        assertThat(part.events()).isEmpty();
        assertThat(part.failures().values()).singleElement().asString().contains("the data source says BAD_QUERY");
    }

    @Test
    void troubleOfTheDataSourceIsNoAnswerOfThePast() {
        RuleGroup group =
                group("g").interval(Duration.ofSeconds(30)).rules(rule("A")).build();
        FakeQuerier querier = new FakeQuerier();
        querier.fail(QueryFailure.UNREACHABLE);
        GroupReplay replay = replay(group, querier);

        assertThatThrownBy(() -> replay.replay(START, START.plusSeconds(300), () -> false))
                .isInstanceOf(ReplayFailedException.class)
                .hasMessageContaining("rule \"A\"")
                .hasMessageContaining("the data source says UNREACHABLE");
    }
}
