package io.tocsin.web.rules;

import io.tocsin.alert.RuleHealth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All files and groups with what is worth knowing of their rules.
 *
 * @param hidden how many files were left out
 */
record RuleTree(List<TreeNode> files, int hidden) {

    private static final int MAX_FILES = 200;

    /**
     * A file or a group.
     *
     * @param groups empty unless it is the file that is looked at
     */
    record TreeNode(String name, int rules, int firing, int trouble, boolean isSelected, List<TreeNode> groups) {}

    private static final class Count {
        private int rules;
        private int firing;
        private int trouble;

        private void add(RuleView rule) {
            rules++;
            firing += rule.state().equals("FIRING") || rule.state().equals("RECOVERING") ? 1 : 0;
            trouble += rule.evaluated().health() == RuleHealth.ERROR ? 1 : 0;
        }

        private TreeNode node(String name, boolean isSelected, List<TreeNode> groups) {
            return new TreeNode(name, rules, firing, trouble, isSelected, groups);
        }
    }

    static RuleTree of(List<RuleRows.Row> rows, String file, String group) {
        Map<String, Count> files = new LinkedHashMap<>();
        Map<String, Count> groups = new LinkedHashMap<>();
        for (RuleRows.Row row : rows) {
            String ofFile = row.group().key().file();
            files.computeIfAbsent(ofFile, unseen -> new Count()).add(row.rule());
            if (ofFile.equals(file)) {
                groups.computeIfAbsent(row.group().key().group(), unseen -> new Count())
                        .add(row.rule());
            }
        }
        List<TreeNode> groupNodes = new ArrayList<>();
        groups.forEach((name, count) -> groupNodes.add(count.node(name, name.equals(group), List.of())));
        List<TreeNode> fileNodes = new ArrayList<>();
        files.forEach((name, count) -> {
            boolean isSelected = name.equals(file);
            if (isSelected || fileNodes.size() < MAX_FILES) {
                fileNodes.add(count.node(name, isSelected && group.isEmpty(), isSelected ? groupNodes : List.of()));
            }
        });
        return new RuleTree(fileNodes, files.size() - fileNodes.size());
    }
}
