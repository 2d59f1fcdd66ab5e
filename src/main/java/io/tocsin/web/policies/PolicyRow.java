package io.tocsin.web.policies;

import io.tocsin.label.LabelMatcher;
import io.tocsin.notification.GroupBy;
import io.tocsin.notification.NotificationPolicy;
import io.tocsin.notification.Policies;
import io.tocsin.text.PlainDurations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One policy of the tree, in the order of the file.
 *
 * @param depth 0 for the root
 * @param taken how many alerts took this way today
 * @param timings as they are in force, inherited ones included
 */
public record PolicyRow(
        int depth,
        List<String> matchers,
        String receiver,
        boolean continues,
        String groupBy,
        PolicyTimings timings,
        PolicyTimes times,
        int taken) {

    public record PolicyTimings(String groupWait, String groupInterval, String repeatInterval) {}

    /** @param heldUntil until when it tells nothing; null when it may speak now */
    public record PolicyTimes(
            List<String> mute,
            List<String> active,
            @Nullable Instant heldUntil) {}

    /** @param taken by the policy's path */
    public static List<PolicyRow> of(Policies policies, Map<String, Integer> taken, Instant at) {
        List<PolicyRow> rows = new ArrayList<>();
        add(policies, policies.tree().root(), 0, taken, at, rows);
        return rows;
    }

    private static void add(
            Policies policies,
            NotificationPolicy policy,
            int depth,
            Map<String, Integer> taken,
            Instant at,
            List<PolicyRow> rows) {
        rows.add(new PolicyRow(
                depth,
                policy.matchers().stream().map(LabelMatcher::toString).toList(),
                policy.receiver().value(),
                policy.continues(),
                text(policy.groupBy()),
                new PolicyTimings(
                        PlainDurations.print(policy.timings().groupWait()),
                        PlainDurations.print(policy.timings().groupInterval()),
                        PlainDurations.print(policy.timings().repeatInterval())),
                new PolicyTimes(
                        policy.speaks().notIn(),
                        policy.speaks().onlyIn(),
                        policies.heldUntil(policy.path(), at).orElse(null)),
                taken.getOrDefault(policy.path(), 0)));
        policy.children().forEach(child -> add(policies, child, depth + 1, taken, at, rows));
    }

    private static String text(GroupBy groupBy) {
        return groupBy.everyLabel() ? "..." : String.join(", ", groupBy.names());
    }
}
