package io.tocsin.rule;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The groups of one rule file, without problems.
 *
 * @param file its path relative to the rules directory, with {@code /}
 * @param places finds out where each rule was written
 */
public record RuleFile(String file, List<RuleGroup> groups, Supplier<Map<RuleKey, RuleSource>> places) {

    public RuleFile {
        groups = List.copyOf(groups);
    }

    /**
     * Where each rule was written. Reads the text of the file once more: the places of all its values take more memory than
     * all else that is known of its rules, and are asked for seldom.
     */
    public Map<RuleKey, RuleSource> sources() {
        return places.get();
    }

    public int ruleCount() {
        return groups.stream().mapToInt(group -> group.rules().size()).sum();
    }
}
