package io.tocsin.notification.file;

import io.tocsin.label.LabelMatcher;
import io.tocsin.notification.InhibitRule;
import io.tocsin.notification.NotificationPolicy;
import io.tocsin.notification.Policies;
import io.tocsin.notification.PolicyTree;
import io.tocsin.notification.TimeInterval;
import io.tocsin.rule.ContactPointName;
import io.tocsin.yaml.ProblemList;
import io.tocsin.yaml.YamlDocuments;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a policies file and reports everything that is wrong with it at once. */
public final class PolicyFileParser {

    private static final Set<String> FIELDS = Set.of("route", "inhibit_rules", "time_intervals", "mute_time_intervals");
    private static final String CONTACT_POINTS = "contact points stand in the contact points file";
    private static final Map<String, String> HINTS = Map.of(
            "receivers", CONTACT_POINTS,
            "contact_points", CONTACT_POINTS,
            "global", "it is a setting of Alertmanager; leave it out",
            "templates", "templates belong to contact points",
            "routes", "routes stand below \"route:\"",
            "policies", "the root policy is called \"route\"");
    private static final Set<String> INTERVAL_FIELDS = Set.of("name", "time_intervals");
    private static final Set<String> INHIBIT_FIELDS = Set.of(
            "name",
            "source_matchers",
            "source_match",
            "source_match_re",
            "target_matchers",
            "target_match",
            "target_match_re",
            "equal");

    private final Predicate<ContactPointName> isReceiver;
    private final Supplier<ContactPointName> fallback;

    /**
     * @param isReceiver whether the file may name it
     * @param fallback the receiver of the root when the file names none
     */
    public PolicyFileParser(Predicate<ContactPointName> isReceiver, Supplier<ContactPointName> fallback) {
        this.isReceiver = isReceiver;
        this.fallback = fallback;
    }

    /** @param file the path to show in problems */
    public PolicyFileResult parse(String text, String file) {
        ProblemList problems = new ProblemList(file);
        Node document = YamlDocuments.readOne(text, problems);
        Policies policies = document == null ? null : read(document, YamlSource.of(problems));
        if (document == null && problems.isEmpty()) {
            policies = Policies.single(fallback.get());
        }
        return new PolicyFileResult(problems.isEmpty() ? policies : null, problems.sorted());
    }

    private Policies read(Node document, YamlSource source) {
        YamlFields entries = YamlFields.of(document, "a policies file", FIELDS, HINTS, source);
        Map<String, List<TimeInterval>> intervals = new LinkedHashMap<>();
        readIntervals(entries, "time_intervals", intervals);
        readIntervals(entries, "mute_time_intervals", intervals);
        Node route = entries.find("route");
        NotificationPolicy root = route == null
                ? NotificationPolicy.root(fallback.get())
                : new RouteReader(intervals.keySet(), isReceiver, fallback.get(), source).readRoot(route);
        return new Policies(new PolicyTree(root), intervals, inhibitRules(entries));
    }

    private static void readIntervals(YamlFields entries, String field, Map<String, List<TimeInterval>> intervals) {
        TimeIntervalReader reader = new TimeIntervalReader(entries.source());
        for (Node node : entries.list(field)) {
            YamlFields named =
                    YamlFields.of(node, "a named time interval", INTERVAL_FIELDS, Map.of(), entries.source());
            ScalarNode name = named.scalar("name");
            List<TimeInterval> members =
                    named.list("time_intervals").stream().map(reader::read).toList();
            if (name == null || name.getValue().isBlank()) {
                entries.source().problems().add(node, field + ": a time interval needs a \"name\"");
            } else if (intervals.putIfAbsent(name.getValue(), members) != null) {
                entries.source().problems().add(name, field + ": \"" + name.getValue() + "\" is given twice");
            }
        }
    }

    private static List<InhibitRule> inhibitRules(YamlFields entries) {
        List<InhibitRule> rules = new ArrayList<>();
        for (Node node : entries.list("inhibit_rules")) {
            YamlFields rule = YamlFields.of(node, "an inhibit rule", INHIBIT_FIELDS, Map.of(), entries.source());
            List<LabelMatcher> source = MatcherFields.read(rule, "source_");
            List<LabelMatcher> target = MatcherFields.read(rule, "target_");
            Set<String> equal = new TreeSet<>();
            rule.scalars("equal").forEach(label -> equal.add(label.getValue()));
            if (entries.source().problems().isEmpty() && source.isEmpty() && target.isEmpty()) {
                entries.source().problems().add(node, "an inhibit rule needs source_matchers or target_matchers");
            }
            rules.add(new InhibitRule(source, target, new TreeSet<>(equal)));
        }
        return rules;
    }
}
