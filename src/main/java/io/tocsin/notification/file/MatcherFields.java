package io.tocsin.notification.file;

import com.google.re2j.PatternSyntaxException;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import io.tocsin.label.MatcherParser;
import io.tocsin.label.MatcherSyntaxException;
import io.tocsin.regex.RegexBudget;
import io.tocsin.yaml.Problems;
import io.tocsin.yaml.YamlFields;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the fields that hold matchers, in all three of Alertmanager's forms. */
final class MatcherFields {

    private MatcherFields() {}

    /** {@code matchers}, {@code match} and {@code match_re}, or the same with a prefix such as {@code source_}. */
    static List<LabelMatcher> read(YamlFields entries, String prefix) {
        RegexBudget budget = new RegexBudget();
        List<LabelMatcher> matchers = new ArrayList<>(equalities(entries, prefix + "match", MatchType.EQUAL, budget));
        matchers.addAll(equalities(entries, prefix + "match_re", MatchType.REGEX, budget));
        String field = prefix + "matchers";
        Node value = entries.find(field);
        if (value instanceof ScalarNode scalar) {
            add(scalar, field, budget, entries.source().problems(), matchers);
        } else {
            entries.scalars(field)
                    .forEach(item -> add(item, field, budget, entries.source().problems(), matchers));
        }
        return matchers;
    }

    private static void add(
            ScalarNode scalar, String field, RegexBudget budget, Problems problems, List<LabelMatcher> matchers) {
        try {
            matchers.addAll(MatcherParser.parseAll(scalar.getValue(), budget));
        } catch (MatcherSyntaxException e) {
            problems.add(scalar, field + ": " + e.getMessage());
        }
    }

    private static List<LabelMatcher> equalities(YamlFields entries, String field, MatchType type, RegexBudget budget) {
        List<LabelMatcher> matchers = new ArrayList<>();
        Node node = entries.find(field);
        if (node == null) {
            return matchers;
        }
        YamlFields pairs = YamlFields.of(node, "\"" + field + "\"", entries.source());
        for (String name : pairs.names()) {
            LabelMatcher matcher = pairs.value(name, value -> matcher(name, type, value, budget));
            if (matcher != null) {
                matchers.add(matcher);
            }
        }
        return matchers;
    }

    private static LabelMatcher matcher(String name, MatchType type, String value, RegexBudget budget) {
        try {
            return LabelMatcher.of(name, type, value, budget);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
