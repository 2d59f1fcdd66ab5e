package io.tocsin.evaluation.state;

import static io.tocsin.alert.InstanceState.FIRING;
import static io.tocsin.alert.InstanceState.PENDING;
import static io.tocsin.alert.InstanceState.RECOVERING;
import static io.tocsin.alert.InstanceState.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.InstanceTimes;
import io.tocsin.alert.ResolveReason;
import io.tocsin.evaluation.TestRules;
import io.tocsin.evaluation.state.StateTransition.Announcement;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table in docs/evaluation-semantics.md, by the whole of a rule's evaluation. */
class TransitionTableTest {

    private static final Path DOCUMENT = Path.of("docs/evaluation-semantics.md");
    private static final Instant T = Instant.parse("2026-11-20T10:00:00Z");
    private static final Labels SERIES = Labels.of("host", "server1");
    private static final TextRenderer RENDERER = new TextRenderer("");
    private static final List<Sample> ACTIVE = List.of(new Sample(SERIES, 7));
    private static final List<Sample> CALM = List.of(new Sample(SERIES, 0));

    /** One way through a row: what was, what is seen, and what comes of it. */
    private record Way(String row, Rule rule, From from, Answer answer, To to, Consumer<AlertInstance> check) {

        @Override
        public String toString() {
            return row + " (from " + from.state() + ")";
        }
    }

    private record Rule(Duration hold, Duration keep, boolean paused) {}

    /** Since when it is in its state, in seconds before T. */
    private record From(InstanceState state, long activeFor, long recoveringFor) {}

    private record To(InstanceState state, Announcement announcement, ResolveReason reason) {}

    private static final From NONE = new From(null, 0, 0);
    private static final Rule AT_ONCE = rule(0, 0);
    private static final To NOTHING = new To(null, Announcement.NOTHING, null);

    private static Rule rule(int holdSeconds, int keepSeconds) {
        return new Rule(Duration.ofSeconds(holdSeconds), Duration.ofSeconds(keepSeconds), false);
    }

    private static From from(InstanceState state, long activeFor) {
        return new From(state, activeFor, 60);
    }

    private static To silently(InstanceState state) {
        return new To(state, Announcement.NOTHING, null);
    }

    private static To fired() {
        return new To(FIRING, Announcement.FIRED, null);
    }

    private static To resolved(InstanceState state, ResolveReason reason) {
        return new To(state, Announcement.RESOLVED, reason);
    }

    private static Answer samples(List<Sample> series) {
        return new Answer.Samples(series);
    }

    private static Way way(String row, Rule rule, From from, Answer answer, To to, Consumer<AlertInstance> check) {
        return new Way(row, rule, from, answer, to, check);
    }

    static Stream<Way> ways() {
        List<Way> ways = new ArrayList<>();
        ways.add(way("none | active, for = 0", AT_ONCE, NONE, samples(ACTIVE), fired(), now -> {
            assertThat(now.activeAt()).isEqualTo(T);
            assertThat(now.firedAt()).isEqualTo(T);
        }));
        ways.add(way(
                "none | active, for > 0",
                rule(60, 0),
                NONE,
                samples(ACTIVE),
                silently(PENDING),
                now -> assertThat(now.activeAt()).isEqualTo(T)));
        ways.add(way(
                "PENDING | active, T - activeAt >= for",
                rule(60, 0),
                from(PENDING, 60),
                samples(ACTIVE),
                fired(),
                now -> assertThat(now.firedAt()).isEqualTo(T)));
        ways.add(way(
                "PENDING | active, T - activeAt < for",
                rule(61, 0),
                from(PENDING, 60),
                samples(ACTIVE),
                silently(PENDING),
                now -> assertThat(now.activeAt()).isEqualTo(T.minusSeconds(60))));
        for (List<Sample> inactive : List.of(CALM, List.<Sample>of())) {
            ResolveReason reason = inactive.isEmpty() ? ResolveReason.NO_DATA : ResolveReason.CONDITION_FALSE;
            ways.addAll(inactiveWays(samples(inactive), reason));
        }
        ways.add(way("FIRING | active", AT_ONCE, from(FIRING, 600), samples(ACTIVE), silently(FIRING), now -> {
            assertThat(now.value()).isEqualTo(7);
            assertThat(now.firedAt()).isEqualTo(T.minusSeconds(600));
        }));
        ways.add(way(
                "RECOVERING | active",
                rule(0, 120),
                from(RECOVERING, 600),
                samples(ACTIVE),
                silently(FIRING),
                now -> assertThat(now.firedAt()).isEqualTo(T.minusSeconds(600))));
        ways.add(way(
                "RESOLVED | active",
                AT_ONCE,
                from(RESOLVED, 600),
                samples(ACTIVE),
                fired(),
                now -> assertThat(now.firedAt()).isEqualTo(T)));
        ways.add(way(
                "RESOLVED | active",
                rule(60, 0),
                from(RESOLVED, 600),
                samples(ACTIVE),
                silently(PENDING),
                now -> assertThat(now.activeAt()).isEqualTo(T)));
        for (InstanceState state : InstanceState.values()) {
            ways.add(way(
                    "any | query failed",
                    AT_ONCE,
                    from(state, 600),
                    new Answer.Failed("timeout", "no answer"),
                    null,
                    now -> {}));
        }
        ways.add(way(
                "FIRING | `for` raised above the time active by an edit",
                rule(601, 0),
                from(FIRING, 600),
                samples(ACTIVE),
                resolved(PENDING, ResolveReason.RULE_CHANGED),
                now -> assertThat(now.activeAt()).isEqualTo(T.minusSeconds(600))));
        for (InstanceState state : List.of(FIRING, RECOVERING)) {
            ways.add(way(
                    "FIRING, RECOVERING | rule removed, renamed or paused",
                    new Rule(Duration.ZERO, Duration.ofHours(1), true),
                    from(state, 600),
                    samples(ACTIVE),
                    resolved(RESOLVED, ResolveReason.PAUSED),
                    now -> assertThat(now.resolvedAt()).isEqualTo(T)));
        }
        return ways.stream();
    }

    private static List<Way> inactiveWays(Answer inactive, ResolveReason reason) {
        return List.of(
                way("PENDING | not active", rule(600, 0), from(PENDING, 60), inactive, NOTHING, now -> {}),
                way(
                        "FIRING | not active, keep_firing_for = 0",
                        AT_ONCE,
                        from(FIRING, 600),
                        inactive,
                        resolved(RESOLVED, reason),
                        now -> assertThat(now.resolvedAt()).isEqualTo(T)),
                way(
                        "FIRING | not active, keep_firing_for > 0",
                        rule(0, 60),
                        from(FIRING, 600),
                        inactive,
                        silently(RECOVERING),
                        now -> assertThat(now.keepFiringSince()).isEqualTo(T)),
                way(
                        "RECOVERING | not active, T - keepFiringSince >= keep_firing_for",
                        rule(0, 60),
                        from(RECOVERING, 600),
                        inactive,
                        resolved(RESOLVED, reason),
                        now -> assertThat(now.resolvedAt()).isEqualTo(T)),
                way(
                        "RECOVERING | not active, T - keepFiringSince < keep_firing_for",
                        rule(0, 61),
                        from(RECOVERING, 600),
                        inactive,
                        silently(RECOVERING),
                        now -> assertThat(now.keepFiringSince()).isEqualTo(T.minusSeconds(60))));
    }

    private static AlertRule alertRule(Rule rule) {
        TestRules.Rule built = TestRules.rule("errors")
                .condition(Condition.parse("> 0"))
                .holdDuration(rule.hold())
                .keepFiringFor(rule.keep());
        return rule.paused() ? built.paused().build() : built.build();
    }

    private static AlertInstance instance(AlertRule rule, From from) {
        Instant activeAt = T.minusSeconds(from.activeFor());
        AlertInstance pending = new AlertInstance(
                rule.key(),
                SERIES.with(Labels.ALERT_NAME, rule.name()),
                PENDING,
                InstanceTimes.pending(activeAt, T.minusSeconds(60)),
                3,
                new TreeMap<>());
        AlertInstance firing = pending.firing(activeAt);
        return switch (from.state()) {
            case PENDING -> pending;
            case FIRING -> firing;
            case RECOVERING -> firing.recovering(T.minusSeconds(from.recoveringFor()));
            case RESOLVED -> firing.resolved(T.minusSeconds(60));
        };
    }

    private static RuleSnapshot snapshot(Way way) {
        AlertRule rule = alertRule(way.rule());
        List<AlertInstance> before = way.from().state() == null ? List.of() : List.of(instance(rule, way.from()));
        return new RuleSnapshot(rule, 0, before, null, Set.of(), null);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void does(Way way) {
        RuleOutcome outcome = RuleEvaluation.evaluate(snapshot(way), way.answer(), T, RENDERER);

        if (way.to() == null) {
            assertThat(outcome.transitions()).isEmpty();
            return;
        }
        assertThat(outcome.transitions()).singleElement().satisfies(transition -> {
            assertThat(transition.to()).isEqualTo(way.to().state());
            assertThat(transition.announcement()).isEqualTo(way.to().announcement());
            assertThat(transition.reason()).isEqualTo(way.to().reason());
            if (transition.after() != null) {
                way.check().accept(transition.after());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("lateWays")
    void firesWhatWasActiveInTheSlotBeforeByLateLines(From from) {
        Way way = way("", AT_ONCE, from, samples(List.of()), NOTHING, now -> {});
        RuleSnapshot snapshot = snapshot(way);

        List<StateTransition> late = new LateArrivals(snapshot, snapshot, RENDERER).find(ACTIVE, T.minusSeconds(60), T);

        assertThat(late).singleElement().satisfies(transition -> {
            assertThat(transition.to()).isEqualTo(FIRING);
            assertThat(transition.announcement()).isEqualTo(Announcement.ARRIVED_LATE);
            assertThat(transition.after().firedAt()).isEqualTo(T);
            assertThat(transition.after().activeAt()).isEqualTo(T.minusSeconds(60));
        });
    }

    static List<From> lateWays() {
        return List.of(NONE, from(RESOLVED, 600));
    }

    @Test
    void knowsEveryRowOfTheDocument() throws IOException {
        Set<String> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| "))
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .map(cells -> cells.get(1) + " | " + cells.get(2))
                .filter(row -> !row.equals("from | observation at T"))
                .collect(Collectors.toSet());

        Set<String> tested = ways().map(Way::row).collect(Collectors.toSet());
        tested.add("none, RESOLVED | active in the slot before by lines that arrived late (`late_recheck`)");

        assertThat(tested).isEqualTo(rows);
    }
}
