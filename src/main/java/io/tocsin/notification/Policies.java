package io.tocsin.notification;

import io.tocsin.rule.ContactPointName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a policies file says.
 *
 * @param timeIntervals by name; a time is within a name when it is within any of its intervals
 */
public record Policies(PolicyTree tree, Map<String, List<TimeInterval>> timeIntervals, List<InhibitRule> inhibitRules) {

    private static final Duration LONGEST_LOOK_AHEAD = Duration.ofDays(1);

    public Policies {
        timeIntervals = Map.copyOf(timeIntervals);
        inhibitRules = List.copyOf(inhibitRules);
    }

    /** One policy for everything. */
    public static Policies single(ContactPointName receiver) {
        return new Policies(PolicyTree.single(receiver), Map.of(), List.of());
    }

    /**
     * Until when the policy tells nothing; empty when it may speak now. A mute that lasts longer than a day is answered
     * with a time within it, at which to ask again.
     */
    public Optional<Instant> heldUntil(String policyPath, Instant at) {
        NotificationPolicy policy = tree.find(policyPath).orElse(null);
        if (policy == null || !isHeld(policy, at)) {
            return Optional.empty();
        }
        Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
        Instant last = at.plus(LONGEST_LOOK_AHEAD);
        do {
            minute = minute.plus(Duration.ofMinutes(1));
        } while (minute.isBefore(last) && isHeld(policy, minute));
        return Optional.of(minute);
    }

    /** The names of the intervals that keep the policy from telling anything at this time; empty when it may speak. */
    public List<String> mutingIntervals(String policyPath, Instant at) {
        NotificationPolicy policy = tree.find(policyPath).orElse(null);
        if (policy == null || !isHeld(policy, at)) {
            return List.of();
        }
        List<String> muting = policy.speaks().notIn().stream()
                .filter(name -> contains(name, at))
                .toList();
        return muting.isEmpty() ? policy.speaks().onlyIn() : muting;
    }

    private boolean isHeld(NotificationPolicy policy, Instant at) {
        boolean isMuted = policy.speaks().notIn().stream().anyMatch(name -> contains(name, at));
        boolean isInactive = !policy.speaks().onlyIn().isEmpty()
                && policy.speaks().onlyIn().stream().noneMatch(name -> contains(name, at));
        return isMuted || isInactive;
    }

    private boolean contains(String name, Instant at) {
        return timeIntervals.getOrDefault(name, List.of()).stream().anyMatch(interval -> interval.contains(at));
    }
}
