package io.tocsin.evaluation;

import static io.tocsin.evaluation.FakeQuerier.sample;
import static io.tocsin.evaluation.FakeQuerier.success;
import static io.tocsin.evaluation.TestRules.above;
import static io.tocsin.evaluation.TestRules.group;
import static io.tocsin.evaluation.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.AlertEvent;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clocks that jump, machines that sleep and hours that happen twice, over each database. */
abstract class ClockContract extends EvaluationContract {

    private static final RuleGroup GROUP = group("clock")
            .rules(rule("held").condition(above(0)).holdDuration(Duration.ofMinutes(5)))
            .build();
    private static final Instant SLOT = GROUP.slotAfter(Instant.parse("2026-11-20T10:00:00Z"));

    private final TimeZone zone = TimeZone.getDefault();

    ClockContract() {
        super(SLOT);
    }

    @AfterEach
    void putTheZoneBack() {
        TimeZone.setDefault(zone);
    }

    private static Instant slot(int number) {
        return SLOT.plusSeconds(60L * number);
    }

    private List<Instant> evaluated() {
        return replica.history.findEvaluations(GROUP.rules().get(0).key(), 10_000).stream()
                .map(evaluation -> evaluation.result().slot())
                .sorted()
                .toList();
    }

    private static List<Instant> slots(Instant first, int count) {
        List<Instant> slots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            slots.add(first.plusSeconds(60L * i));
        }
        return slots;
    }

    @Test
    void firesNothingEarlyWhenTheClockGoesForward() {
        querier.answer((expression, at) -> success(
                at.isBefore(slot(3)) || at.isAfter(slot(5)) ? List.of() : List.of(sample(1, "host", "server1"))));
        for (int i = 0; i <= 4; i++) {
            replica.runAt(GROUP, slot(i));
        }

        // Half an hour that did not happen: the time for which it was active is counted in slots, not by the clock.
        replica.runAt(GROUP, slot(34));

        assertThat(replica.takeEvents()).isEmpty();
        assertThat(evaluated()).isEqualTo(slots(SLOT, 35));
    }

    @Test
    void evaluatesNothingTwiceAndNothingInTheFutureWhenTheClockGoesBack() {
        querier.answer(sample(1, "host", "server1"));
        for (int i = 0; i <= 10; i++) {
            replica.runAt(GROUP, slot(i));
        }
        List<AlertEvent> before = replica.takeEvents();
        querier.questions.clear();

        for (int i = 3; i <= 10; i++) {
            Instant next = replica.runAt(GROUP, slot(i));
            assertThat(next).isEqualTo(slot(i + 1));
        }
        List<String> whileBehind = List.copyOf(querier.questions);
        replica.runAt(GROUP, slot(11));

        assertThat(before).hasSize(1);
        assertThat(whileBehind).isEmpty();
        assertThat(replica.takeEvents()).isEmpty();
        assertThat(evaluated()).isEqualTo(slots(SLOT, 12));
    }

    @Test
    void looksAtEveryWindowThatPassedWhileTheMachineWasSuspended() {
        querier.answer((expression, at) -> success(
                at.isBefore(slot(10)) || at.isAfter(slot(20)) ? List.of() : List.of(sample(1, "host", "server1"))));
        replica.runAt(GROUP, slot(0));

        replica.runAt(GROUP, slot(40));

        assertThat(replica.takeEvents())
                .allSatisfy(event -> assertThat(event.isLate()).isTrue())
                .extracting(event -> event.getClass().getSimpleName() + " " + event.at())
                .containsExactly("Fired " + slot(15), "Resolved " + slot(21));
        assertThat(evaluated()).isEqualTo(slots(SLOT, 41));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "Europe/Berlin, 2026-03-29T00:30:00Z",
        "Europe/Berlin, 2026-10-25T00:30:00Z",
        "America/New_York, 2026-11-01T05:30:00Z",
        "Australia/Lord_Howe, 2026-04-04T14:30:00Z",
        "Asia/Seoul, 2026-11-20T14:30:00Z"
    })
    void takesNoNoticeOfDaylightSaving(String name, Instant start) {
        TimeZone.setDefault(TimeZone.getTimeZone(name));
        Instant first = GROUP.slotAfter(start);
        querier.answer((expression, at) ->
                success(at.isBefore(first.plusSeconds(1800)) ? List.of() : List.of(sample(1, "host", "server1"))));

        for (Instant slot : slots(first, 90)) {
            Instant next = replica.runAt(GROUP, slot);
            assertThat(next).isEqualTo(slot.plusSeconds(60));
        }

        assertThat(evaluated()).isEqualTo(slots(first, 90));
        assertThat(replica.takeEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.at()).isEqualTo(first.plusSeconds(1800 + 300)));
    }
}
