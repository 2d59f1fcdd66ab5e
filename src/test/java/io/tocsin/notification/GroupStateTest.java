package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tocsin.label.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GroupStateTest {

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofHours(4));
    private static final GroupTimings TIMINGS = GroupTimings.DEFAULT;

    private static final GroupMember NEW = member(true, false, false);
    private static final GroupMember KNOWN = member(true, true, false);
    private static final GroupMember NEW_MUTED = member(true, false, true);
    private static final GroupMember KNOWN_MUTED = member(true, true, true);
    private static final GroupMember ENDED = member(false, true, false);
    private static final GroupMember ENDED_MUTED = member(false, true, true);
    private static final GroupMember ENDED_UNTOLD = member(false, false, false);
    private static final GroupMember ENDED_UNTOLD_MUTED = member(false, false, true);
    private static final GroupMember LATE = member(true, false, false, true);
    private static final GroupMember LATE_END = member(false, true, false, true);

    private static GroupMember member(boolean isFiring, boolean told, boolean muted) {
        return member(isFiring, told, muted, false);
    }

    private static GroupMember member(boolean isFiring, boolean told, boolean muted, boolean late) {
        return new GroupMember(
                "group",
                new GroupMember.Episode("a", "a", Labels.empty()),
                NOW,
                isFiring ? null : NOW,
                told,
                late,
                false,
                muted ? new MutedBy(List.of("silence"), "") : MutedBy.NOTHING);
    }

    static Stream<Arguments> decisions() {
        return Stream.of(
                arguments("nothing there", List.of(), null, null),
                arguments("first", List.of(NEW), null, NotificationReason.FIRST_NOTIFICATION),
                arguments("first beside muted", List.of(NEW, NEW_MUTED), null, NotificationReason.FIRST_NOTIFICATION),
                arguments("only muted", List.of(NEW_MUTED), null, null),
                arguments("one more", List.of(NEW, KNOWN), NOW, NotificationReason.NEW_ALERTS),
                arguments(
                        "one more beside one silenced", List.of(NEW, KNOWN_MUTED), NOW, NotificationReason.NEW_ALERTS),
                arguments("again before the end was told", List.of(NEW, ENDED), NOW, NotificationReason.NEW_ALERTS),
                arguments("unchanged", List.of(KNOWN), NOW, null),
                arguments("unchanged for long", List.of(KNOWN), LONG_AGO, NotificationReason.REPEAT_INTERVAL),
                arguments("almost long", List.of(KNOWN), LONG_AGO.plusMillis(1), null),
                arguments("silenced for long", List.of(KNOWN_MUTED), LONG_AGO, null),
                arguments("one of two ended", List.of(KNOWN, ENDED), NOW, NotificationReason.SOME_RESOLVED),
                arguments("the rest is silenced", List.of(KNOWN_MUTED, ENDED), NOW, NotificationReason.SOME_RESOLVED),
                arguments("the rest was never told", List.of(NEW_MUTED, ENDED), NOW, NotificationReason.SOME_RESOLVED),
                arguments("all ended", List.of(ENDED, ENDED), NOW, NotificationReason.ALL_RESOLVED),
                arguments("ended while silenced", List.of(ENDED_MUTED), NOW, NotificationReason.ALL_RESOLVED),
                arguments("fired and ended untold", List.of(ENDED_UNTOLD), null, NotificationReason.FIRED_AND_RESOLVED),
                arguments(
                        "fired and ended beside known",
                        List.of(KNOWN, ENDED_UNTOLD),
                        NOW,
                        NotificationReason.FIRED_AND_RESOLVED),
                arguments("told and untold ended", List.of(ENDED, ENDED_UNTOLD), NOW, NotificationReason.ALL_RESOLVED),
                arguments("fired and ended while silenced", List.of(ENDED_UNTOLD_MUTED), null, null),
                arguments("caught up", List.of(LATE, KNOWN), NOW, NotificationReason.LATE_SUMMARY),
                arguments("caught up with an end", List.of(LATE_END), NOW, NotificationReason.LATE_SUMMARY));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("decisions")
    void decidesByWhatIsTold(
            String name,
            List<GroupMember> members,
            @Nullable Instant lastNotifiedAt,
            @Nullable NotificationReason expected) {
        GroupState state = GroupState.of(members, TIMINGS, lastNotifiedAt);

        assertThat(state.reason(true, NOW).orElse(null)).isEqualTo(expected);
    }

    static Stream<Arguments> decisionsWithoutResolved() {
        return Stream.of(
                arguments("all ended", List.of(ENDED), NOW, null),
                arguments("one of two ended", List.of(KNOWN, ENDED), NOW, null),
                arguments(
                        "one of two ended long ago",
                        List.of(KNOWN, ENDED),
                        LONG_AGO,
                        NotificationReason.REPEAT_INTERVAL),
                arguments("a late end", List.of(LATE_END), NOW, null),
                arguments(
                        "fired and ended untold", List.of(ENDED_UNTOLD), null, NotificationReason.FIRED_AND_RESOLVED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("decisionsWithoutResolved")
    void tellsNoEndsToAContactPointThatDoesNotWantThem(
            String name,
            List<GroupMember> members,
            @Nullable Instant lastNotifiedAt,
            @Nullable NotificationReason expected) {
        GroupState state = GroupState.of(members, TIMINGS, lastNotifiedAt);

        assertThat(state.reason(false, NOW).orElse(null)).isEqualTo(expected);
    }

    static Stream<Arguments> schedules() {
        Instant recently = NOW.minusSeconds(20);
        return Stream.of(
                arguments("nothing there", List.of(), null, null),
                arguments("first waits for company", List.of(NEW), null, NOW.plusSeconds(10)),
                arguments("new one waits for the interval", List.of(NEW, KNOWN), recently, NOW.plusSeconds(40)),
                arguments("new one after the interval", List.of(NEW, KNOWN), NOW.minusSeconds(55), NOW.plusSeconds(10)),
                arguments("a new round does not", List.of(NEW), recently, NOW.plusSeconds(10)),
                arguments("the end of the last is soon told", List.of(ENDED), recently, NOW.plusSeconds(5)),
                arguments("the end of one of two waits", List.of(KNOWN, ENDED), recently, NOW.plusSeconds(40)),
                arguments("a repeat", List.of(KNOWN), recently, recently.plus(Duration.ofHours(4))),
                arguments("no repeat while silenced", List.of(KNOWN_MUTED), recently, null),
                arguments("untold while silenced", List.of(NEW_MUTED), null, null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("schedules")
    void looksAgainWhenThereMayBeSomethingToSay(
            String name, List<GroupMember> members, @Nullable Instant lastNotifiedAt, @Nullable Instant expected) {
        GroupState state = GroupState.of(members, TIMINGS, lastNotifiedAt);

        assertThat(state.nextFlush().orElse(null)).isEqualTo(expected);
    }

    @Test
    void tellsTheEndAtOnceWhenGroupWaitIsZero() {
        GroupTimings eager = new GroupTimings(Duration.ZERO, Duration.ofMinutes(1), Duration.ofHours(4));

        assertThat(GroupState.of(List.of(ENDED), eager, NOW).nextFlush()).contains(NOW);
    }

    @Test
    void countsWhatItTellsAndIsAskedAgainWhenItCanHaveSomethingToSay() {
        Instant later = NOW.plusSeconds(10);
        GroupState state = GroupState.of(List.of(NEW, KNOWN_MUTED, NEW_MUTED, ENDED, ENDED_UNTOLD), TIMINGS, LONG_AGO);

        GroupState.Decision decision = state.flush(true, later);

        assertThat(decision.reason()).contains(NotificationReason.NEW_ALERTS);
        assertThat(decision.firing()).isEqualTo(2);
        assertThat(decision.resolved()).isEqualTo(2);
        assertThat(decision.muted()).isEqualTo(2);
        assertThat(decision.isOver()).isFalse();
        assertThat(decision.next()).as("a mute can end").isEqualTo(later.plus(TIMINGS.groupInterval()));
    }

    @Test
    void isOverWhenTheLastEndIsToldOrIsNobodysBusiness() {
        Instant later = NOW.plusSeconds(10);

        assertThat(GroupState.of(List.of(ENDED), TIMINGS, NOW)
                        .flush(true, later)
                        .isOver())
                .isTrue();
        assertThat(GroupState.of(List.of(ENDED, ENDED_UNTOLD_MUTED), TIMINGS, NOW)
                        .flush(false, later)
                        .isOver())
                .isTrue();
        assertThat(GroupState.of(List.of(ENDED), TIMINGS, NOW).flush(true, NOW).isOver())
                .as("too early to tell")
                .isFalse();
    }

    @Test
    void saysNothingBeforeItIsDueAlthoughItIsAsked() {
        GroupState.Decision decision =
                GroupState.of(List.of(NEW), TIMINGS, null).flush(true, NOW);

        assertThat(decision.reason()).isEmpty();
        assertThat(decision.next()).isEqualTo(NOW.plusSeconds(10));
    }

    @Test
    void decidesOfCountedMembersAsOfTheMembersThemselves() {
        GroupState counted = new GroupState(TIMINGS, LONG_AGO);
        counted.add(GroupMember.Standing.NEW, false, 3, NOW, NOW);
        counted.add(GroupMember.Standing.KNOWN, false, 2, NOW, NOW);

        assertThat(counted.flush(true, NOW.plusSeconds(10)))
                .isEqualTo(GroupState.of(List.of(NEW, NEW, NEW, KNOWN, KNOWN), TIMINGS, LONG_AGO)
                        .flush(true, NOW.plusSeconds(10)));
    }
}
