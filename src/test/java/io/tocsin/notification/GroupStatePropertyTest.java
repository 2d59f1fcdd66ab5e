package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random lives of a notification group, second by second. */
class GroupStatePropertyTest {

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
                GroupMember.Episode alert = new GroupMember.Episode(fired, fired, Labels.empty());
                members.put(
                        fired, GroupMember.joining("group", alert, false, now).mutedBy(mutedNow()));
            } else {
                end(episode, now);
            }
        }

        private void end(String episode, Instant now) {
            members.computeIfPresent(
                    episode, (key, member) -> member.mutedBy(mutedNow()).ended(now, false));
        }

        private MutedBy mutedNow() {
            return muted ? new MutedBy(List.of("silence"), "") : MutedBy.NOTHING;
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
            members.replaceAll((key, member) -> member.mutedBy(mutedNow()));
            GroupState state = GroupState.of(members.values(), TIMINGS, lastNotifiedAt);
            GroupState.Decision decision = state.flush(true, now);
            decision.reason().ifPresent(cause -> tell(cause, now));
            boolean isDue = state.nextFlush().filter(due -> !due.isAfter(now)).isPresent();
            if (isDue && decision.reason().isEmpty()) {
                causeless.add("due without anything to say at " + now);
            }
            for (GroupMember member : List.copyOf(members.values())) {
                if (member.standing().leavesUntold(true)) {
                    members.remove(member.key());
                    leftMuted.add(member.key());
                }
            }
            if (decision.isOver() != members.isEmpty()) {
                causeless.add("over, or not, with " + members.keySet());
            }
        }

        private void tell(NotificationReason reason, Instant now) {
            boolean somethingNew = false;
            for (GroupMember member : List.copyOf(members.values())) {
                boolean tells = member.told() ? !member.isFiring() : !member.isMuted();
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
                toldFiring.add(member.key());
                members.put(member.key(), member.afterNotification());
                return;
            }
            members.remove(member.key());
            if (tells) {
                toldFiring.add(member.key());
                assertThat(toldResolved.add(member.key())).as("told twice").isTrue();
            } else {
                leftMuted.add(member.key());
            }
        }
    }
}
