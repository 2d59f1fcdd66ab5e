package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random lives of a notification group, second by second. */
class NotificationDecisionPropertyTest {

    private static final int SEEDS = 1_000;
    private static final int SECONDS = 600;

    private static final GroupTimings TIMINGS =
            new GroupTimings(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(200));

    @Test
    void whatFiresIsToldAndWhatWasToldIsToldAsResolved() {
        for (int seed = 0; seed < SEEDS; seed++) {
            GroupLife life = new GroupLife(seed);
            for (int second = 0; second < SECONDS; second++) {
                life.live(second);
            }
            life.endEverything(SECONDS);

            assertThat(life.toldFiring).as("told, seed %d", seed).isEqualTo(life.everFired);
            assertThat(life.toldResolved).as("resolved, seed %d", seed).isEqualTo(life.everFired);
            assertThat(life.members).as("left over, seed %d", seed).isEmpty();
            assertThat(life.causeless).as("without cause, seed %d", seed).isEmpty();
        }
    }

    @Test
    void mutedAlertsAreToldWhenTheMuteEndsAndTheirEndAlways() {
        for (int seed = 0; seed < SEEDS; seed++) {
            GroupLife life = new GroupLife(seed);
            life.mutes = true;
            for (int second = 0; second < SECONDS; second++) {
                life.live(second);
            }
            life.mutes = false;
            life.muted = false;
            life.endEverything(SECONDS);

            assertThat(life.toldResolved).as("seed %d", seed).isEqualTo(life.toldFiring);
            Set<String> never = new HashSet<>(life.everFired);
            never.removeAll(life.toldFiring);
            assertThat(life.leftMuted).as("seed %d", seed).isEqualTo(never);
            assertThat(life.members).as("left over, seed %d", seed).isEmpty();
            assertThat(life.causeless).as("without cause, seed %d", seed).isEmpty();
        }
    }

    private static final class GroupLife {

        private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

        private final Random random;
        private final Map<String, GroupMember> members = new LinkedHashMap<>();
        private final Set<String> everFired = new HashSet<>();
        private final Set<String> toldFiring = new HashSet<>();
        private final Set<String> toldResolved = new HashSet<>();
        private final Set<String> leftMuted = new HashSet<>();
        private final List<String> causeless = new ArrayList<>();
        private final Map<Integer, String> episodes = new HashMap<>();
        private boolean mutes;
        private boolean muted;
        private @Nullable Instant lastNotifiedAt;
        private int next;

        private GroupLife(int seed) {
            this.random = new Random(seed);
        }

        private void live(int second) {
            Instant now = START.plusSeconds(second);
            if (random.nextInt(8) == 0) {
                toggle(random.nextInt(4), now);
            }
            if (mutes && random.nextInt(40) == 0) {
                muted = !muted;
            }
            flush(now);
        }

        private void toggle(int instance, Instant now) {
            String episode = episodes.remove(instance);
            if (episode == null) {
                String fired = instance + "#" + next++;
                episodes.put(instance, fired);
                everFired.add(fired);
                members.put(fired, new GroupMember(fired, GroupMember.Status.FIRING, false, false, muted, now, now));
            } else {
                end(episode, now);
            }
        }

        private void end(String episode, Instant now) {
            GroupMember member = members.get(episode);
            members.put(
                    episode,
                    new GroupMember(
                            episode, GroupMember.Status.RESOLVED, member.told(), false, muted, member.joinedAt(), now));
        }

        private void endEverything(int second) {
            Instant now = START.plusSeconds(second);
            List.copyOf(episodes.keySet()).forEach(instance -> toggle(instance, now));
            for (int i = 0;
                    i
                            <= TIMINGS.groupInterval().toSeconds()
                                    + TIMINGS.groupWait().toSeconds();
                    i++) {
                flush(now.plusSeconds(i));
            }
        }

        private void flush(Instant now) {
            members.replaceAll((key, member) -> !member.isFiring() && member.muted()
                    ? member
                    : new GroupMember(
                            key, member.status(), member.told(), false, muted, member.joinedAt(), member.changedAt()));
            GroupTally tally = GroupTally.of(members.values(), lastNotifiedAt);
            Optional<Instant> due = NotificationDecision.nextFlush(tally, TIMINGS);
            Optional<NotificationReason> reason = NotificationDecision.decide(tally, TIMINGS, true, now);
            if (due.isPresent() && !due.get().isAfter(now)) {
                reason.ifPresent(cause -> tell(cause, now));
                if (reason.isEmpty()) {
                    causeless.add("due without anything to say at " + now);
                }
            }
            for (GroupMember member : List.copyOf(members.values())) {
                if (!member.isFiring() && !member.told() && member.muted()) {
                    members.remove(member.alert());
                    leftMuted.add(member.alert());
                }
            }
        }

        private void tell(NotificationReason reason, Instant now) {
            boolean somethingNew = false;
            for (GroupMember member : List.copyOf(members.values())) {
                boolean tells = member.told() ? !member.isFiring() : !member.muted();
                somethingNew |= tells;
                if (tells || !member.isFiring()) {
                    toldNow(member, tells);
                }
            }
            boolean repeats = reason == NotificationReason.REPEAT_INTERVAL;
            if (somethingNew == repeats) {
                causeless.add(reason + " at " + now);
            }
            lastNotifiedAt = now;
        }

        private void toldNow(GroupMember member, boolean tells) {
            if (member.isFiring()) {
                toldFiring.add(member.alert());
                members.put(
                        member.alert(),
                        new GroupMember(
                                member.alert(),
                                member.status(),
                                true,
                                false,
                                member.muted(),
                                member.joinedAt(),
                                member.changedAt()));
                return;
            }
            members.remove(member.alert());
            if (tells) {
                toldFiring.add(member.alert());
                assertThat(toldResolved.add(member.alert())).as("told twice").isTrue();
            } else {
                leftMuted.add(member.alert());
            }
        }
    }
}
