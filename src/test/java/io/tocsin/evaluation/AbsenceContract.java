package io.tocsin.evaluation;

import static io.tocsin.evaluation.TestRules.group;
import static io.tocsin.evaluation.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.RuleHealth;
import io.tocsin.datasource.InMemorySource;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.StepAlignment;
import io.tocsin.datasource.embedded.EmbeddedQuerier;
import io.tocsin.datasource.embedded.QueryThreads;
import io.tocsin.label.Labels;
import io.tocsin.logstore.QueryMemory;
import io.tocsin.rule.Absence;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

/** Rules that watch for entities that fall silent, over each database and real queries over lines. */
abstract class AbsenceContract extends EvaluationContract {

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Absence TEN_MINUTES =
            new Absence("{job=\"app\"}", List.of("host"), Duration.ofHours(6), Duration.ofMinutes(10));
    private static final RuleGroup GROUP = silence(TEN_MINUTES);
    private static final Instant SLOT = GROUP.slotAfter(Instant.parse("2026-11-20T10:00:00Z"));

    private final InMemorySource logs = new InMemorySource();
    private final Querier embedded = new EmbeddedQuerier(
            logs,
            clock,
            QueryThreads.shared(Schedulers.boundedElastic()),
            Duration.ofSeconds(20),
            new QueryMemory(64 << 20));

    AbsenceContract() {
        super(SLOT);
    }

    @BeforeEach
    void answerFromLines() {
        querier.answer((expression, at) -> embedded.query(expression, at).block(Duration.ofSeconds(60)));
    }

    private static RuleGroup silence(Absence absence) {
        return group("silence")
                .interval(INTERVAL)
                .rules(rule("silent").absent(absence, INTERVAL).annotation("summary", "{{labels.host}} {{value}}"))
                .build();
    }

    private static Instant slot(int number) {
        return SLOT.plus(INTERVAL.multipliedBy(number));
    }

    /** One line in each slot's window from one slot to another, both included. */
    private void lines(String host, int first, int last) {
        for (int i = first; i <= last; i++) {
            line(host, slot(i).minusSeconds(20));
        }
    }

    private void line(String host, Instant at) {
        logs.add(Labels.of("job", "app", "host", host), StepAlignment.nanos(at), "fine");
    }

    private void run(RuleGroup group, int first, int last) {
        for (int i = first; i <= last; i++) {
            replica.runAt(group, slot(i));
        }
    }

    private Set<String> firing() {
        return replica.instancesOf(GROUP).stream()
                .filter(instance -> instance.state().isFiring())
                .map(instance -> instance.labels().get("host"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void firesForTheOneThatFellSilentAndResolvesWhenItIsBack() {
        lines("server1", 0, 40);
        lines("server2", 0, 5);
        lines("server2", 30, 40);

        run(GROUP, 0, 40);

        List<AlertEvent> events = replica.takeEvents();
        assertThat(events).hasSize(2);
        assertThat(events.get(0)).isInstanceOfSatisfying(AlertEvent.Fired.class, fired -> {
            assertThat(fired.at()).isEqualTo(slot(15));
            assertThat(fired.alert().labels()).isEqualTo(Labels.of("alertname", "silent", "host", "server2"));
            assertThat(fired.alert().value()).isEqualTo(600);
            assertThat(fired.alert().annotations()).containsEntry("summary", "server2 600");
            assertThat(fired.alert().rule().expression()).isEqualTo(TEN_MINUTES.lastLines());
            assertThat(fired.alert().rule().condition()).isEqualTo("no line for 10m");
        });
        assertThat(events.get(1)).isInstanceOfSatisfying(AlertEvent.Resolved.class, resolved -> {
            assertThat(resolved.at()).isEqualTo(slot(30));
            assertThat(resolved.reason()).isEqualTo(ResolveReason.CONDITION_FALSE);
            assertThat(resolved.presentValue()).isZero();
        });
    }

    @Test
    void asksForOneIntervalOnlyOnceEverythingIsKnown() {
        lines("server1", -400, 20);
        run(GROUP, 0, 9);
        querier.questions.clear();

        run(GROUP, 10, 11);

        assertThat(querier.questions)
                .containsExactly(
                        TEN_MINUTES.lines(INTERVAL) + " @ " + slot(10), TEN_MINUTES.lines(INTERVAL) + " @ " + slot(11));
    }

    @Test
    void knowsWhoFellSilentBeforeTheRuleWasMade() {
        lines("server1", -400, 20);
        lines("server2", -400, -30);
        lines("server3", -400, -200);
        lines("server4", -400, -390);

        replica.runAt(GROUP, slot(0));
        Set<String> atFirst = firing();
        run(GROUP, 1, 9);

        assertThat(atFirst).containsExactly("server2");
        assertThat(firing()).containsExactly("server2", "server3");
    }

    @Test
    void tellsNobodyWhoWasSilentBeforeTocsinWasThereAtAll() {
        lines("server1", -400, 40);
        lines("server2", -400, -30);
        lines("server3", -400, -5);
        lines("server4", -400, -200);
        replica.watchedSince = slot(0).minusSeconds(5);

        run(GROUP, 0, 9);
        Set<String> atFirst = firing();
        run(GROUP, 10, 20);

        assertThat(atFirst).isEmpty();
        assertThat(firing()).as("fell silent while it was watched").containsExactly("server3");
    }

    @Test
    void looksAtAllOfTheTimeSinceTocsinWasThereForARuleThatIsNew() {
        lines("server1", -400, 40);
        lines("server2", -400, -30);
        lines("server3", -400, -200);
        replica.watchedSince = slot(-100);

        run(GROUP, 0, 9);

        assertThat(firing()).containsExactly("server2");
    }

    @Test
    void neverAsksForMoreThanAnHourAtOnce() {
        lines("server1", -400, 20);

        run(GROUP, 0, 9);

        assertThat(querier.questions)
                .hasSize(10 + 6)
                .allMatch(question -> question.matches(".* \\[(1m|10m|45m|1h)\\].*"));
    }

    @Test
    void goesOnAfterARestart() {
        lines("server1", 0, 40);
        lines("server2", 0, 5);
        run(GROUP, 0, 9);
        replica = new EvaluationHarness(database, querier, clock);

        run(GROUP, 10, 14);
        Set<String> before = firing();
        run(GROUP, 15, 15);

        assertThat(before).isEmpty();
        assertThat(firing()).containsExactly("server2");
    }

    @Test
    void forgetsWhoWasNotSeenForTooLong() {
        lines("server1", 0, 370);
        lines("server2", 0, 5);

        run(GROUP, 0, 364);
        Set<String> before = firing();
        replica.takeEvents();
        run(GROUP, 365, 365);

        assertThat(before).containsExactly("server2");
        assertThat(replica.takeEvents())
                .singleElement()
                .isInstanceOfSatisfying(
                        AlertEvent.Resolved.class,
                        resolved -> assertThat(resolved.reason()).isEqualTo(ResolveReason.NO_DATA));
    }

    @Test
    void doesNotFireWhenTheLinesOnlyComeLate() {
        lines("server1", 0, 40);
        lines("server2", 0, 5);
        run(GROUP, 0, 12);
        lines("server2", 6, 9);
        run(GROUP, 13, 18);
        Set<String> whileLate = firing();

        run(GROUP, 19, 19);

        assertThat(whileLate).isEmpty();
        assertThat(firing()).containsExactly("server2");
    }

    @Test
    void keepsEverythingWhileTheDataSourceFailsAndJudgesTheTimeAfterwards() {
        lines("server1", 0, 40);
        lines("server2", 0, 5);
        lines("server3", 0, 20);
        run(GROUP, 0, 16);
        replica.takeEvents();
        querier.fail(QueryFailure.UNREACHABLE);
        run(GROUP, 17, 28);
        List<AlertEvent> during = replica.takeEvents();
        querier.answer((expression, at) -> embedded.query(expression, at).block(Duration.ofSeconds(60)));

        run(GROUP, 29, 29);
        List<AlertEvent> atOnce = replica.takeEvents();
        run(GROUP, 30, 31);

        assertThat(during).isEmpty();
        assertThat(atOnce).isEmpty();
        assertThat(replica.takeEvents())
                .singleElement()
                .satisfies(
                        event -> assertThat(event.alert().labels().get("host")).isEqualTo("server3"))
                .satisfies(event -> assertThat(event.at()).isEqualTo(slot(30)));
    }

    @Test
    void keepsItsEntitiesWhenItsTimesAreEditedAndNotWhenItSelectsOthers() {
        lines("server1", 0, 40);
        lines("server2", 0, 5);
        run(GROUP, 0, 15);

        RuleGroup slower =
                silence(new Absence("{job=\"app\"}", List.of("host"), Duration.ofHours(12), Duration.ofMinutes(30)));
        run(slower, 16, 34);
        Set<String> whileSlower = firing();
        run(slower, 35, 35);
        Set<String> whenSilentForLong = firing();
        RuleGroup other =
                silence(new Absence("{job=\"db\"}", List.of("host"), Duration.ofHours(6), Duration.ofMinutes(10)));
        run(other, 36, 36);

        assertThat(whileSlower).isEmpty();
        assertThat(whenSilentForLong).containsExactly("server2");
        assertThat(firing()).isEmpty();
    }

    @Test
    void saysNothingUntilItKnowsEnoughWhenTheTimeIsLongerThanAnHour() {
        lines("server1", -400, 40);
        lines("server2", -400, -200);
        RuleGroup group =
                silence(new Absence("{job=\"app\"}", List.of("host"), Duration.ofHours(6), Duration.ofHours(3)));

        replica.runAt(group, slot(0));
        RuleHealth first = health(group);
        run(group, 1, 3);

        assertThat(first).isEqualTo(RuleHealth.UNKNOWN);
        assertThat(health(group)).isEqualTo(RuleHealth.OK);
        assertThat(firing()).containsExactly("server2");
    }

    private RuleHealth health(RuleGroup group) {
        return replica.newest(group).health();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithTheFullQuestionAtEverySlot(long seed) {
        Random random = new Random(seed);
        Absence absence = new Absence("{job=\"app\"}", List.of("host"), Duration.ofMinutes(40), Duration.ofMinutes(7));
        RuleGroup group = silence(absence);
        Map<String, List<Instant>> times = new HashMap<>();
        for (String host : List.of("a", "b", "c", "d")) {
            Instant at = slot(0);
            while (at.isBefore(slot(200))) {
                at = at.plusMillis(random.nextInt(4) == 0 ? random.nextInt(4_000_000) : random.nextInt(300_000));
                times.computeIfAbsent(host, key -> new ArrayList<>()).add(at);
                line(host, at);
            }
        }
        for (int i = 0; i <= 200; i++) {
            // Some slots are missed, and caught up.
            if (random.nextInt(10) > 0) {
                replica.runAt(group, slot(i));
                assertThat(firing()).as("slot %s", i).isEqualTo(missing(times, absence, slot(i)));
            }
        }
    }

    private static Set<String> missing(Map<String, List<Instant>> times, Absence absence, Instant at) {
        Set<String> missing = new TreeSet<>();
        times.forEach((host, lines) -> {
            boolean isSeen =
                    lines.stream().anyMatch(line -> !line.isAfter(at) && line.isAfter(at.minus(absence.seenWithin())));
            boolean isSilent =
                    lines.stream().noneMatch(line -> !line.isAfter(at) && line.isAfter(at.minus(absence.missingFor())));
            if (isSeen && isSilent) {
                missing.add(host);
            }
        });
        return missing;
    }

    @Test
    void writesWhenTheOneThatFiresWasSeen() {
        lines("server2", 0, 5);

        run(GROUP, 0, 20);

        assertThat(replica.instancesOf(GROUP))
                .singleElement()
                .extracting(AlertInstance::value)
                .isEqualTo(900.0);
    }
}
