package io.tocsin.rule;

import java.util.List;
import java.util.Map;

/**
 * The groups of one rule file, without problems.
 *
 * @param file its path relative to the rules directory, with {@code /}
 * @param sources where each rule was written
 */
public record RuleFile(String file, List<RuleGroup> groups, Map<RuleKey, RuleSource> sources) {

    public RuleFile {
        groups = List.copyOf(groups);
        sources = Map.copyOf(sources);
    }

    public int ruleCount() {
        return groups.stream().mapToInt(group -> group.rules().size()).sum();
    }
}
