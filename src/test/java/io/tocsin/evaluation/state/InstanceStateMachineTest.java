package io.tocsin.evaluation.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.ResolveReason;
import io.tocsin.evaluation.state.StateTransition.Announcement;
import io.tocsin.label.Labels;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One test per row of the transition table, and invariants over random sequences. */
class InstanceStateMachineTest {

    private static final RuleKey RULE = new RuleKey(
            new GroupKey("ocr.yml", "ocr"), "ocr_alert", Labels.empty().fingerprint());
    private static final Labels LABELS = Labels.of("alertname", "ocr_alert", "host", "server1");
    private static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void firesAtOnceWithoutAHoldDuration() {
        StateTransition transition = machine("0s", "0s").next(null, active(7), at(0));

        assertThat(transition.announcement()).isEqualTo(Announcement.FIRED);
        assertThat(transition.from()).isNull();
        assertThat(transition.to()).isEqualTo(InstanceState.FIRING);
        assertThat(after(transition).activeAt()).isEqualTo(at(0));
        assertThat(after(transition).firedAt()).isEqualTo(at(0));
        assertThat(after(transition).value()).isEqualTo(7);
        assertThat(after(transition).rule()).isEqualTo(RULE);
    }

    @Test
    void isPendingFirstWithAHoldDuration() {
        StateTransition transition = machine("2m", "0s").next(null, active(7), at(0));

        assertThat(transition.announcement()).isEqualTo(Announcement.NOTHING);
        assertThat(transition.to()).isEqualTo(InstanceState.PENDING);
        assertThat(after(transition).activeAt()).isEqualTo(at(0));
        assertThat(after(transition).firedAt()).isNull();
    }

    @Test
    void firesWhenPendingForTheWholeHoldDuration() {
        StateTransition transition = machine("2m", "0s").next(pending(0, 60), active(9), at(120));

        assertThat(transition.announcement()).isEqualTo(Announcement.FIRED);
        assertThat(after(transition).firedAt()).isEqualTo(at(120));
        assertThat(after(transition).activeAt()).isEqualTo(at(0));
        assertThat(after(transition).value()).isEqualTo(9);
    }

    @Test
    void staysPendingBeforeTheHoldDurationIsOver() {
        StateTransition transition = machine("2m", "0s").next(pending(0, 60), active(9), at(119));

        assertThat(transition.announcement()).isEqualTo(Announcement.NOTHING);
        assertThat(transition.to()).isEqualTo(InstanceState.PENDING);
        assertThat(after(transition).value()).isEqualTo(9);
        assertThat(after(transition).evaluatedAt()).isEqualTo(at(119));
    }

    @Test
    void forgetsAPendingInstanceThatIsNotActiveWithoutTelling() {
        StateTransition transition = machine("2m", "0s").next(pending(0, 0), inactive(), at(60));

        assertThat(transition.after()).isNull();
        assertThat(transition.announcement()).isEqualTo(Announcement.NOTHING);
    }

    @Test
    void updatesTheValueOfAFiringInstanceWithoutTelling() {
        StateTransition transition = machine("0s", "0s").next(firing(0, 60), active(99), at(120));

        assertThat(transition.announcement()).isEqualTo(Announcement.NOTHING);
        assertThat(transition.isChange()).isFalse();
        assertThat(after(transition).value()).isEqualTo(99);
        assertThat(after(transition).firedAt()).isEqualTo(at(0));
    }

    @Test
    void resolvesAtOnceWithoutKeepFiringFor() {
        StateTransition transition = machine("0s", "0s")
                .next(firing(0, 60), new Observation.Inactive(LABELS, ResolveReason.CONDITION_FALSE, 3.0), at(120));

        assertThat(transition.announcement()).isEqualTo(Announcement.RESOLVED);
        assertThat(transition.reason()).isEqualTo(ResolveReason.CONDITION_FALSE);
        assertThat(transition.presentValue()).isEqualTo(3.0);
        assertThat(after(transition).resolvedAt()).isEqualTo(at(120));
        assertThat(after(transition).firedAt()).isEqualTo(at(0));
        assertThat(after(transition).value()).isEqualTo(1);
    }

    @Test
    void saysThatThereWasNoDataWhenTheSeriesIsGone() {
        StateTransition transition = machine("0s", "0s").next(firing(0, 60), inactive(), at(120));

        assertThat(transition.reason()).isEqualTo(ResolveReason.NO_DATA);
        assertThat(transition.presentValue()).isNull();
    }

    @Test
    void recoversFirstWithKeepFiringFor() {
        StateTransition transition = machine("0s", "5m").next(firing(0, 60), inactive(), at(120));

        assertThat(transition.announcement()).isEqualTo(Announcement.NOTHING);
        assertThat(transition.to()).isEqualTo(InstanceState.RECOVERING);
        assertThat(after(transition).keepFiringSince()).isEqualTo(at(120));
        assertThat(after(transition).firedAt()).isEqualTo(at(0));
    }

    @Test
    void firesAsBeforeWhenARecoveringInstanceIsActiveAgain() {
        StateTransition transition = machine("0s", "5m").next(recovering(0, 120), active(4), at(180));

        assertThat(transition.announcement()).isEqualTo(Announcement.NOTHING);
        assertThat(transition.to()).isEqualTo(InstanceState.FIRING);
        assertThat(after(transition).firedAt()).isEqualTo(at(0));
        assertThat(after(transition).keepFiringSince()).isNull();
    }

    @Test
    void keepsRecoveringBeforeKeepFiringForIsOver() {
        StateTransition transition = machine("0s", "5m").next(recovering(0, 120), inactive(), at(419));

        assertThat(transition.to()).isEqualTo(InstanceState.RECOVERING);
        assertThat(after(transition).keepFiringSince()).isEqualTo(at(120));
        assertThat(transition.announcement()).isEqualTo(Announcement.NOTHING);
    }

    @Test
    void resolvesWhenRecoveringForTheWholeOfKeepFiringFor() {
        StateTransition transition = machine("0s", "5m").next(recovering(0, 120), inactive(), at(420));

        assertThat(transition.announcement()).isEqualTo(Announcement.RESOLVED);
        assertThat(after(transition).resolvedAt()).isEqualTo(at(420));
        assertThat(after(transition).keepFiringSince()).isNull();
    }

    @Test
    void beginsANewEpisodeWhenAResolvedInstanceIsActiveAgain() {
        StateTransition transition = machine("0s", "0s").next(resolved(0, 60), active(4), at(120));

        assertThat(transition.announcement()).isEqualTo(Announcement.FIRED);
        assertThat(after(transition).firedAt()).isEqualTo(at(120));
        assertThat(after(transition).activeAt()).isEqualTo(at(120));
        assertThat(after(transition).resolvedAt()).isNull();
    }

    @Test
    void beginsANewEpisodeAsPendingWithAHoldDuration() {
        StateTransition transition = machine("2m", "0s").next(resolved(0, 60), active(4), at(120));

        assertThat(transition.to()).isEqualTo(InstanceState.PENDING);
        assertThat(after(transition).activeAt()).isEqualTo(at(120));
        assertThat(after(transition).firedAt()).isNull();
    }

    @Test
    void remembersAResolvedInstanceForAWhile() {
        long retention = InstanceStateMachine.RESOLVED_RETENTION.toSeconds();

        assertThat(machine("0s", "0s")
                        .next(resolved(0, 60), inactive(), at(60 + retention - 1))
                        .to())
                .isEqualTo(InstanceState.RESOLVED);
        assertThat(machine("0s", "0s")
                        .next(resolved(0, 60), inactive(), at(60 + retention))
                        .after())
                .isNull();
    }

    @Test
    void resolvesAndIsPendingAgainWhenAnEditRaisesTheHoldDuration() {
        StateTransition transition = machine("10m", "0s").next(firing(0, 60), active(8), at(120));

        assertThat(transition.announcement()).isEqualTo(Announcement.RESOLVED);
        assertThat(transition.reason()).isEqualTo(ResolveReason.RULE_CHANGED);
        assertThat(transition.presentValue()).isEqualTo(8.0);
        assertThat(transition.to()).isEqualTo(InstanceState.PENDING);
        assertThat(after(transition).activeAt()).isEqualTo(at(0));
        assertThat(after(transition).firedAt()).isNull();
    }

    @Test
    void firesOnWhenAnEditRaisesTheHoldDurationToNoMoreThanTheTimeActive() {
        assertThat(machine("2m", "0s").next(firing(0, 60), active(8), at(120)).to())
                .isEqualTo(InstanceState.FIRING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RULE_REMOVED", "PAUSED"})
    void resolvesAtOnceWhenTheRuleIsGoneWhateverKeepFiringForSays(String reason) {
        Observation ended = new Observation.Ended(LABELS, ResolveReason.valueOf(reason));

        StateTransition fromFiring = machine("0s", "5m").next(firing(0, 60), ended, at(120));
        StateTransition fromRecovering = machine("0s", "5m").next(recovering(0, 60), ended, at(120));

        assertThat(fromFiring.announcement()).isEqualTo(Announcement.RESOLVED);
        assertThat(fromFiring.reason()).isEqualTo(ResolveReason.valueOf(reason));
        assertThat(fromRecovering.announcement()).isEqualTo(Announcement.RESOLVED);
    }

    @Test
    void forgetsWhatDoesNotFireWhenTheRuleIsGone() {
        Observation ended = new Observation.Ended(LABELS, ResolveReason.RULE_REMOVED);

        assertThat(machine("2m", "0s").next(pending(0, 0), ended, at(60)).after())
                .isNull();
        assertThat(machine("0s", "0s").next(resolved(0, 30), ended, at(60)).after())
                .isNull();
        assertThat(machine("0s", "0s").next(null, ended, at(60)).after()).isNull();
    }

    @Test
    void ignoresAnInactiveInstanceThatDoesNotExist() {
        StateTransition transition = machine("0s", "0s").next(null, inactive(), at(0));

        assertThat(transition.after()).isNull();
        assertThat(transition.isChange()).isFalse();
    }

    @Test
    void rejectsASlotThatIsEarlierThanTheLastOne() {
        assertThatThrownBy(() -> machine("0s", "0s").next(firing(0, 60), active(1), at(59)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("earlier")
                .hasMessageContaining("server1");
    }

    @Test
    void keepsItsPromisesOverTenThousandRandomSequences() {
        for (long seed = 0; seed < 10_000; seed++) {
            checkSequence(seed);
        }
    }

    private static void checkSequence(long seed) {
        Random random = new Random(seed);
        Set<Instant> fired = new HashSet<>();
        Set<Instant> resolved = new HashSet<>();
        AlertInstance current = null;
        long seconds = 0;
        for (int step = 0; step < 40; step++) {
            InstanceStateMachine machine = new InstanceStateMachine(RULE, timings(random));
            seconds += 1 + random.nextInt(90);
            Observation observation = observation(random);
            StateTransition transition = machine.next(current, observation, at(seconds));
            assertThat(machine.next(current, observation, at(seconds)))
                    .as("seed %d: equal inputs give equal outputs", seed)
                    .isEqualTo(transition);
            checkAnnouncement(seed, transition, fired, resolved);
            checkState(seed, transition.after());
            current = transition.after();
            boolean isQuiet = current == null || current.state() == InstanceState.RESOLVED;
            if (isQuiet && random.nextInt(10) == 0) {
                StateTransition late =
                        machine.arrivedLate(current, (Observation.Active) active(1), at(seconds - 1), at(seconds));
                checkAnnouncement(seed, late, fired, resolved);
                checkState(seed, late.after());
                current = late.after();
            }
        }
        Set<Instant> open = new HashSet<>(fired);
        open.removeAll(resolved);
        boolean isFiring = current != null && current.state().isFiring();
        assertThat(open).as("seed %d: what did not resolve still fires", seed).hasSize(isFiring ? 1 : 0);
    }

    private static void checkAnnouncement(
            long seed, StateTransition transition, Set<Instant> fired, Set<Instant> resolved) {
        switch (transition.announcement()) {
            case NOTHING -> {
                boolean wasFiring = isFiring(transition.before());
                assertThat(isFiring(transition.after()))
                        .as("seed %d: firing neither begins nor ends in silence", seed)
                        .isEqualTo(wasFiring);
            }
            case FIRED, ARRIVED_LATE ->
                assertThat(fired.add(after(transition).firedAt()))
                        .as("seed %d: an episode fires once", seed)
                        .isTrue();
            case RESOLVED -> {
                Instant episode = transition.before().firedAt();
                assertThat(fired).as("seed %d: resolved only after fired", seed).contains(episode);
                assertThat(resolved.add(episode))
                        .as("seed %d: an episode resolves once", seed)
                        .isTrue();
                assertThat(transition.reason()).isNotNull();
            }
        }
    }

    private static void checkState(long seed, AlertInstance instance) {
        if (instance == null) {
            return;
        }
        assertThat(instance.firedAt() != null)
                .as("seed %d: %s", seed, instance)
                .isEqualTo(instance.state() != InstanceState.PENDING);
        assertThat(instance.keepFiringSince() != null)
                .as("seed %d: %s", seed, instance)
                .isEqualTo(instance.state() == InstanceState.RECOVERING);
        assertThat(instance.resolvedAt() != null)
                .as("seed %d: %s", seed, instance)
                .isEqualTo(instance.state() == InstanceState.RESOLVED);
        if (instance.firedAt() != null) {
            assertThat(instance.firedAt()).isAfterOrEqualTo(instance.activeAt());
        }
    }

    private static boolean isFiring(AlertInstance instance) {
        return instance != null && instance.state().isFiring();
    }

    private static InstanceStateMachine.Timings timings(Random random) {
        List<Duration> choices = new ArrayList<>(List.of(Duration.ZERO, Duration.ofSeconds(60), Duration.ofMinutes(5)));
        return new InstanceStateMachine.Timings(choices.get(random.nextInt(3)), choices.get(random.nextInt(3)));
    }

    private static Observation observation(Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> active(random.nextInt(100));
            case 4, 5 -> inactive();
            case 6 -> new Observation.Inactive(LABELS, ResolveReason.CONDITION_FALSE, 0.0);
            default -> new Observation.Ended(LABELS, ResolveReason.PAUSED);
        };
    }

    private static InstanceStateMachine machine(String holdDuration, String keepFiringFor) {
        return new InstanceStateMachine(
                RULE, new InstanceStateMachine.Timings(duration(holdDuration), duration(keepFiringFor)));
    }

    private static Duration duration(String text) {
        return Duration.parse("PT" + text);
    }

    private static Observation active(double value) {
        return new Observation.Active(LABELS, value);
    }

    private static Observation inactive() {
        return new Observation.Inactive(LABELS, ResolveReason.NO_DATA, null);
    }

    private static AlertInstance pending(long activeAt, long seenAt) {
        return machine("10h", "0s").next(null, active(1), at(activeAt)).after().at(at(seenAt), 1);
    }

    private static AlertInstance firing(long firedAt, long seenAt) {
        return machine("0s", "0s").next(null, active(1), at(firedAt)).after().at(at(seenAt), 1);
    }

    private static AlertInstance recovering(long firedAt, long since) {
        return firing(firedAt, firedAt).recovering(at(since));
    }

    private static AlertInstance resolved(long firedAt, long resolvedAt) {
        return firing(firedAt, firedAt).resolved(at(resolvedAt));
    }

    private static AlertInstance after(StateTransition transition) {
        assertThat(transition.after()).isNotNull();
        return transition.after();
    }

    private static Instant at(long seconds) {
        return T0.plusSeconds(seconds);
    }
}
