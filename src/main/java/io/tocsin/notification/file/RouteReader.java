package io.tocsin.notification.file;

import io.tocsin.label.LabelMatcher;
import io.tocsin.notification.GroupBy;
import io.tocsin.notification.GroupTimings;
import io.tocsin.notification.NotificationPolicy;
import io.tocsin.rule.ContactPointName;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
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
    private final Predicate<ContactPointName> isReceiver;
    private final ContactPointName fallback;
    private final YamlSource source;

    RouteReader(
            Set<String> timeIntervals,
            Predicate<ContactPointName> isReceiver,
            ContactPointName fallback,
            YamlSource source) {
        this.timeIntervals = timeIntervals;
        this.isReceiver = isReceiver;
        this.fallback = fallback;
        this.source = source;
    }

    NotificationPolicy readRoot(Node node) {
        YamlFields entries = YamlFields.of(node, "a route", FIELDS, HINTS, source);
        for (String field : NOT_IN_ROOT) {
            Node value = entries.find(field);
            if (value != null) {
                source.problems().add(value, "the root route must not have \"" + field + "\": it takes every alert");
            }
        }
        NotificationPolicy defaults = NotificationPolicy.root(fallback);
        return policy(entries, NotificationPolicy.ROOT_PATH, List.of(), defaults);
    }

    private NotificationPolicy policy(
            YamlFields entries, String path, List<LabelMatcher> matchers, NotificationPolicy parent) {
        ContactPointName receiver = receiver(entries);
        GroupBy groupBy = groupBy(entries);
        NotificationPolicy own = new NotificationPolicy(
                path,
                matchers,
                receiver == null ? parent.receiver() : receiver,
                entries.flag("continue", false),
                groupBy == null ? parent.groupBy() : groupBy,
                timings(entries, parent.timings()),
                new NotificationPolicy.SpeakingTimes(
                        intervals(entries, "mute_time_intervals"), intervals(entries, "active_time_intervals")),
                List.of());
        return own.withChildren(children(entries, own));
    }

    private List<NotificationPolicy> children(YamlFields entries, NotificationPolicy parent) {
        List<NotificationPolicy> children = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (Node node : entries.list("routes")) {
            YamlFields child = YamlFields.of(node, "a route", FIELDS, HINTS, source);
            List<LabelMatcher> matchers = MatcherFields.read(child, "");
            String own = matchers.stream().map(LabelMatcher::toString).collect(Collectors.joining(",", "{", "}"));
            int number = seen.merge(own, 1, Integer::sum);
            String path = parent.path() + "/" + own + (number == 1 ? "" : "#" + number);
            children.add(policy(child, path, matchers, parent));
        }
        return children;
    }

    private @Nullable ContactPointName receiver(YamlFields entries) {
        if (entries.has("receiver") && entries.has("contact_point")) {
            source.problems().add(entries.node(), "a route has either \"receiver\" or \"contact_point\", not both");
        }
        String field = entries.has("receiver") ? "receiver" : "contact_point";
        return entries.value(field, name -> {
            ContactPointName receiver = new ContactPointName(name);
            if (!isReceiver.test(receiver)) {
                throw new IllegalArgumentException("there is no contact point \"" + name + "\"");
            }
            return receiver;
        });
    }

    private @Nullable GroupBy groupBy(YamlFields entries) {
        Node node = entries.find("group_by");
        if (node == null) {
            return null;
        }
        Set<String> names = new TreeSet<>();
        for (ScalarNode name : entries.scalars("group_by")) {
            if (name.getValue().isEmpty()) {
                source.problems().add(name, "group_by: a label name must not be empty");
            } else if (!names.add(name.getValue())) {
                source.problems().add(name, "group_by: \"" + name.getValue() + "\" is given twice");
            }
        }
        if (!names.contains(EVERY_LABEL)) {
            return new GroupBy(false, new TreeSet<>(names));
        }
        if (names.size() > 1) {
            source.problems().add(node, "group_by: \"...\" stands for every label and must be alone");
        }
        return GroupBy.EVERY_LABEL;
    }

    private GroupTimings timings(YamlFields entries, GroupTimings parent) {
        Duration wait = entries.duration("group_wait");
        Duration interval = entries.positiveDuration("group_interval");
        Duration repeat = entries.positiveDuration("repeat_interval");
        return new GroupTimings(
                wait == null ? parent.groupWait() : wait,
                interval == null ? parent.groupInterval() : interval,
                repeat == null ? parent.repeatInterval() : repeat);
    }

    private List<String> intervals(YamlFields entries, String field) {
        List<String> names = new ArrayList<>();
        for (ScalarNode name : entries.scalars(field)) {
            if (!timeIntervals.contains(name.getValue())) {
                source.problems().add(name, field + ": there is no time interval \"" + name.getValue() + "\"");
            }
            names.add(name.getValue());
        }
        return names;
    }
}
