package io.tocsin.notification.file;

import io.tocsin.label.LabelMatcher;
import io.tocsin.notification.GroupBy;
import io.tocsin.notification.GroupTimings;
import io.tocsin.notification.NotificationPolicy;
import io.tocsin.rule.ContactPointName;
import io.tocsin.text.go.PrometheusDuration;
import io.tocsin.yaml.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads {@code route} and what is below it; inheritance is resolved while reading. */
final class RouteReader {

    private static final Set<String> FIELDS = Set.of(
            "receiver",
            "contact_point",
            "matchers",
            "match",
            "match_re",
            "continue",
            "group_by",
            "group_wait",
            "group_interval",
            "repeat_interval",
            "mute_time_intervals",
            "active_time_intervals",
            "routes");
    private static final List<String> NOT_IN_ROOT =
            List.of("matchers", "match", "match_re", "continue", "mute_time_intervals", "active_time_intervals");
    private static final Map<String, String> HINTS = Map.of(
            "object_matchers", "write them as matchers: ['label=\"value\"']",
            "policies", "the policies below are called \"routes\"");
    private static final String EVERY_LABEL = "...";

    private final Set<String> timeIntervals;
    private final KnownReceivers receivers;
    private final Problems problems;

    RouteReader(Set<String> timeIntervals, KnownReceivers receivers, Problems problems) {
        this.timeIntervals = timeIntervals;
        this.receivers = receivers;
        this.problems = problems;
    }

    NotificationPolicy readRoot(Node node) {
        Entries entries = Entries.of(node, "a route", FIELDS, HINTS, problems);
        for (String field : NOT_IN_ROOT) {
            Node value = entries.find(field);
            if (value != null) {
                problems.add(value, "the root route must not have \"" + field + "\": it takes every alert");
            }
        }
        NotificationPolicy defaults = NotificationPolicy.root(receivers.fallback());
        return policy(entries, NotificationPolicy.ROOT_PATH, List.of(), defaults);
    }

    private NotificationPolicy policy(
            Entries entries, String path, List<LabelMatcher> matchers, NotificationPolicy parent) {
        ContactPointName receiver = receiver(entries);
        GroupBy groupBy = groupBy(entries);
        NotificationPolicy own = new NotificationPolicy(
                path,
                matchers,
                receiver == null ? parent.receiver() : receiver,
                isContinue(entries),
                groupBy == null ? parent.groupBy() : groupBy,
                timings(entries, parent.timings()),
                intervals(entries, "mute_time_intervals"),
                intervals(entries, "active_time_intervals"),
                List.of());
        return own.withChildren(children(entries, own));
    }

    private List<NotificationPolicy> children(Entries entries, NotificationPolicy parent) {
        List<NotificationPolicy> children = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (Node node : entries.list("routes")) {
            Entries child = Entries.of(node, "a route", FIELDS, HINTS, problems);
            List<LabelMatcher> matchers = MatcherFields.read(child, "");
            String own = matchers.stream().map(LabelMatcher::toString).collect(Collectors.joining(",", "{", "}"));
            int number = seen.merge(own, 1, Integer::sum);
            String path = parent.path() + "/" + own + (number == 1 ? "" : "#" + number);
            children.add(policy(child, path, matchers, parent));
        }
        return children;
    }

    private @Nullable ContactPointName receiver(Entries entries) {
        if (entries.has("receiver") && entries.has("contact_point")) {
            problems.add(entries.node(), "a route has either \"receiver\" or \"contact_point\", not both");
        }
        String field = entries.has("receiver") ? "receiver" : "contact_point";
        return entries.value(field, name -> {
            ContactPointName receiver = new ContactPointName(name);
            if (!receivers.exists(receiver)) {
                throw new IllegalArgumentException("there is no contact point \"" + name + "\"");
            }
            return receiver;
        });
    }

    private boolean isContinue(Entries entries) {
        Boolean continues = entries.value("continue", text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
            }
            return text.equals("true");
        });
        return Boolean.TRUE.equals(continues);
    }

    private @Nullable GroupBy groupBy(Entries entries) {
        Node node = entries.find("group_by");
        if (node == null) {
            return null;
        }
        Set<String> names = new TreeSet<>();
        for (ScalarNode name : entries.scalars("group_by")) {
            if (name.getValue().isEmpty()) {
                problems.add(name, "group_by: a label name must not be empty");
            } else if (!names.add(name.getValue())) {
                problems.add(name, "group_by: \"" + name.getValue() + "\" is given twice");
            }
        }
        if (!names.contains(EVERY_LABEL)) {
            return new GroupBy(false, new TreeSet<>(names));
        }
        if (names.size() > 1) {
            problems.add(node, "group_by: \"...\" stands for every label and must be alone");
        }
        return GroupBy.EVERY_LABEL;
    }

    private GroupTimings timings(Entries entries, GroupTimings parent) {
        Duration wait = entries.value("group_wait", PrometheusDuration::parse);
        Duration interval = entries.value("group_interval", RouteReader::positive);
        Duration repeat = entries.value("repeat_interval", RouteReader::positive);
        return new GroupTimings(
                wait == null ? parent.groupWait() : wait,
                interval == null ? parent.groupInterval() : interval,
                repeat == null ? parent.repeatInterval() : repeat);
    }

    private static Duration positive(String text) {
        Duration duration = PrometheusDuration.parse(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException("must be greater than 0s");
        }
        return duration;
    }

    private List<String> intervals(Entries entries, String field) {
        List<String> names = new ArrayList<>();
        for (ScalarNode name : entries.scalars(field)) {
            if (!timeIntervals.contains(name.getValue())) {
                problems.add(name, field + ": there is no time interval \"" + name.getValue() + "\"");
            }
            names.add(name.getValue());
        }
        return names;
    }
}
