package io.tocsin.notification.file;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import io.tocsin.label.MatcherParser;
import io.tocsin.label.MatcherSyntaxException;
import io.tocsin.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the fields that hold matchers, in all three of Alertmanager's forms. */
final class MatcherFields {

    private MatcherFields() {}

    /** {@code matchers}, {@code match} and {@code match_re}, or the same with a prefix such as {@code source_}. */
    static List<LabelMatcher> read(Entries entries, String prefix) {
        List<LabelMatcher> matchers = new ArrayList<>(equalities(entries, prefix + "match", MatchType.EQUAL));
        matchers.addAll(equalities(entries, prefix + "match_re", MatchType.REGEX));
        String field = prefix + "matchers";
        Node value = entries.find(field);
        if (value instanceof ScalarNode scalar) {
            add(scalar, field, entries.problems(), matchers);
        } else {
            entries.scalars(field).forEach(item -> add(item, field, entries.problems(), matchers));
        }
        return matchers;
    }

    private static void add(ScalarNode scalar, String field, Problems problems, List<LabelMatcher> matchers) {
        try {
            matchers.addAll(MatcherParser.parseAll(scalar.getValue()));
        } catch (MatcherSyntaxException e) {
            problems.add(scalar, field + ": " + e.getMessage());
        }
    }

    private static List<LabelMatcher> equalities(Entries entries, String field, MatchType type) {
        List<LabelMatcher> matchers = new ArrayList<>();
        Node node = entries.find(field);
        if (node == null) {
            return matchers;
        }
        Entries pairs = Entries.open(node, "\"" + field + "\"", entries.problems());
        for (String name : pairs.names()) {
            LabelMatcher matcher = pairs.value(name, value -> new LabelMatcher(name, type, value));
            if (matcher != null) {
                matchers.add(matcher);
            }
        }
        return matchers;
    }
}
