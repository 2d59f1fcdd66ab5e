package io.tocsin.evaluation.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.evaluation.TestRules;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotPlanTest {

    private static final RuleGroup GROUP =
            TestRules.group("a").interval(Duration.ofMinutes(1)).build();
    private static final Instant SLOT = GROUP.slotAtOrBefore(Instant.parse("2026-10-25T00:30:00Z"));
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void plansTheSlotThatHasComeDue() {
        assertThat(plan(SLOT, SLOT.plusSeconds(60))).isEqualTo(new SlotPlan(List.of(), SLOT.plusSeconds(60), 0));
    }

    @Test
    void plansNothingBeforeTheNextSlot() {
        assertThat(plan(SLOT, SLOT.plusMillis(59_999)).current()).isNull();
    }

    @Test
    void plansNothingWhenTheClockWentBack() {
        assertThat(plan(SLOT, SLOT.minusSeconds(300)).current()).isNull();
    }

    @Test
    void plansMissedSlotsInOrderWhenTheClockWentForward() {
        SlotPlan plan = plan(SLOT, SLOT.plusSeconds(185));

        assertThat(plan.missed()).containsExactly(SLOT.plusSeconds(60), SLOT.plusSeconds(120));
        assertThat(plan.current()).isEqualTo(SLOT.plusSeconds(180));
        assertThat(plan.skipped()).isZero();
    }

    @Test
    void skipsAndCountsWhatIsTooOld() {
        Instant now = SLOT.plus(Duration.ofHours(5));

        SlotPlan plan = plan(SLOT, now);

        assertThat(plan.missed()).hasSize(59).first().isEqualTo(now.minus(HOUR).plusSeconds(60));
        assertThat(plan.current()).isEqualTo(now);
        assertThat(plan.skipped() + plan.missed().size() + 1).isEqualTo(300);
    }

    @Test
    void skipsEverythingMissedWhenNothingIsToBeCaughtUp() {
        SlotPlan plan = SlotPlan.of(GROUP, SLOT, SLOT.plusSeconds(600), Duration.ZERO);

        assertThat(plan.missed()).isEmpty();
        assertThat(plan.current()).isEqualTo(SLOT.plusSeconds(600));
        assertThat(plan.skipped()).isEqualTo(9);
    }

    @Test
    void followsTheNewIntervalAfterAnEdit() {
        RuleGroup faster = TestRules.group("a").interval(Duration.ofSeconds(10)).build();

        SlotPlan plan = SlotPlan.of(faster, SLOT, SLOT.plusSeconds(30), HOUR);

        assertThat(plan.current()).isEqualTo(faster.slotAtOrBefore(SLOT.plusSeconds(30)));
        assertThat(plan.missed()).allSatisfy(slot -> assertThat(slot).isAfter(SLOT));
    }

    @Test
    void groupsOfOneFileAreSpreadUnlessTheyShareTheirSlots() {
        RuleGroup other = TestRules.group("b").build();
        RuleGroup one = TestRules.group("c").sharesSlot().build();
        RuleGroup two = TestRules.group("d").sharesSlot().build();
        RuleGroup slower = TestRules.group("e")
                .interval(Duration.ofMinutes(5))
                .sharesSlot()
                .build();

        assertThat(other.slotAtOrBefore(SLOT)).isNotEqualTo(SLOT);
        assertThat(one.slotAtOrBefore(SLOT)).isEqualTo(two.slotAtOrBefore(SLOT));
        assertThat(one.isCompanionOf(two)).isTrue();
        assertThat(one.isCompanionOf(slower) || one.isCompanionOf(other) || one.isCompanionOf(two.withDataSource("x")))
                .isFalse();
    }

    private static SlotPlan plan(Instant lastSlot, Instant now) {
        return SlotPlan.of(GROUP, lastSlot, now, HOUR);
    }
}
