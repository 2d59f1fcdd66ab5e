package io.tocsin.notification;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.rule.ContactPointName;
import java.util.ArrayList;
import java.util.List;

/**
 * One node of the policy tree, with everything that it inherits filled in.
 *
 * @param path unique within the tree and stable while the matchers on the way to it stay the same
 * @param receiver where alerts that end here go
 * @param continues whether the siblings after this one are tried although it matched
 * @param speaks when anything is told; not inherited
 */
public record NotificationPolicy(
        String path,
        List<LabelMatcher> matchers,
        ContactPointName receiver,
        boolean continues,
        GroupBy groupBy,
        GroupTimings timings,
        SpeakingTimes speaks,
        List<NotificationPolicy> children) {

    public static final String ROOT_PATH = "{}";

    public NotificationPolicy {
        matchers = List.copyOf(matchers);
        children = List.copyOf(children);
    }

    /**
     * When a policy may speak.
     *
     * @param notIn names of intervals in which nothing is told
     * @param onlyIn names of the only intervals in which anything is told; empty: always
     */
    public record SpeakingTimes(List<String> notIn, List<String> onlyIn) {

        public static final SpeakingTimes ALWAYS = new SpeakingTimes(List.of(), List.of());

        public SpeakingTimes {
            notIn = List.copyOf(notIn);
            onlyIn = List.copyOf(onlyIn);
        }
    }

    /** The root that is used when nothing is configured. */
    public static NotificationPolicy root(ContactPointName receiver) {
        return new NotificationPolicy(
                ROOT_PATH,
                List.of(),
                receiver,
                false,
                GroupBy.ALERT_NAME,
                GroupTimings.DEFAULT,
                SpeakingTimes.ALWAYS,
                List.of());
    }

    public NotificationPolicy withChildren(List<NotificationPolicy> below) {
        return new NotificationPolicy(path, matchers, receiver, continues, groupBy, timings, speaks, below);
    }

    /** The deepest matching policies in tree order; empty when this policy itself does not match. */
    List<NotificationPolicy> match(Labels labels) {
        if (!matchers.stream().allMatch(matcher -> matcher.matches(labels))) {
            return List.of();
        }
        List<NotificationPolicy> matched = new ArrayList<>();
        for (NotificationPolicy child : children) {
            List<NotificationPolicy> below = child.match(labels);
            matched.addAll(below);
            if (!below.isEmpty() && !child.continues) {
                break;
            }
        }
        return matched.isEmpty() ? List.of(this) : matched;
    }
}
