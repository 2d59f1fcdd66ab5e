package io.tocsin.web.overview;

import io.tocsin.alert.store.RuleRecords;
import io.tocsin.web.RuleAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules that fail for one reason: a data source that is away fails them all, and is one thing to look at.
 *
 * @param rules the first of them
 * @param others how many more there are
 */
record TroubleView(String error, List<FailingRule> rules, int others) {

    private static final int MOST_RULES = 3;

    /** One rule. */
    record FailingRule(String path, String name, String file) {}

    /** The reason with most rules first. */
    static List<TroubleView> of(List<RuleRecords.Summary> failing) {
        Map<String, List<FailingRule>> byError = new LinkedHashMap<>();
        failing.forEach(entry -> byError.computeIfAbsent(entry.error(), unseen -> new ArrayList<>())
                .add(new FailingRule(
                        RuleAddress.path(entry.key()),
                        entry.key().alert(),
                        entry.key().group().file())));
        return byError.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, List<FailingRule>> entry) ->
                        -entry.getValue().size()))
                .map(entry -> new TroubleView(
                        entry.getKey(),
                        entry.getValue().stream().limit(MOST_RULES).toList(),
                        Math.max(0, entry.getValue().size() - MOST_RULES)))
                .toList();
    }
}
