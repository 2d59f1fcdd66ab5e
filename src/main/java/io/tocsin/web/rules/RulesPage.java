package io.tocsin.web.rules;

import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.rule.file.RuleCatalogSnapshot;
import io.tocsin.text.PlainDurations;
import io.tocsin.web.rules.RuleRows.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The rules in force with state and health, and the problems of their files. */
@Controller
class RulesPage {

    private static final int QUIET = 2;
    private static final int PAGE_SIZE = 50;
    private static final int MAX_PROBLEMS = 50;

    private final RuleCatalog catalog;
    private final RuleRows rules;
    private final RecordingViews recordings;
    private final String rulesDirectory;

    RulesPage(
            RuleCatalog catalog,
            RuleRows rules,
            RecordingViews recordings,
            @Value("${tocsin.rules-dir}") String rulesDirectory) {
        this.catalog = catalog;
        this.rules = rules;
        this.recordings = recordings;
        this.rulesDirectory = rulesDirectory;
    }

    /** A group with those of its rules that are on this page. */
    record GroupView(String file, String name, String interval, List<RuleView> rules) {}

    @GetMapping("/rules")
    String rules(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String show,
            @RequestParam(defaultValue = "") String file,
            @RequestParam(defaultValue = "") String group,
            @RequestParam(defaultValue = "1") int page,
            Model model) {
        RuleCatalogSnapshot snapshot = catalog.snapshot();
        List<Row> all = rules.of(snapshot);
        List<Row> rows =
                all.stream().filter(row -> row.isShown(show, file, group, q)).toList();
        rows = gravestFirst(rows);
        model.addAttribute("tree", RuleTree.of(all, file, group));
        model.addAttribute("file", file);
        model.addAttribute("group", group);
        int pages = Math.max(1, (rows.size() + PAGE_SIZE - 1) / PAGE_SIZE);
        int shown = Math.min(Math.max(page, 1), pages);
        model.addAttribute("groups", groups(rows, (shown - 1) * PAGE_SIZE));
        List<RuleGroup> asked = snapshot.groups().stream()
                .filter(each -> file.isEmpty() || each.key().file().equals(file))
                .filter(each -> group.isEmpty() || each.key().group().equals(group))
                .toList();
        model.addAttribute("recordings", show.isEmpty() ? recordings.of(asked, q) : List.of());
        model.addAttribute("q", q);
        model.addAttribute("show", show);
        model.addAttribute("page", shown);
        model.addAttribute("pages", pages);
        model.addAttribute("found", rows.size());
        model.addAttribute("total", snapshot.ruleCount());
        model.addAttribute("directoryProblem", snapshot.directoryProblem().orElse(""));
        model.addAttribute(
                "problems", snapshot.problems().stream().limit(MAX_PROBLEMS).toList());
        model.addAttribute(
                "warnings", snapshot.warnings().stream().limit(MAX_PROBLEMS).toList());
        model.addAttribute("rulesDirectory", rulesDirectory);
        return "rules";
    }

    /** Groups in which something cannot be evaluated, then those in which something fires; in a group the same. */
    private static List<Row> gravestFirst(List<Row> rows) {
        Map<GroupKey, Integer> groups = new HashMap<>();
        rows.forEach(row -> groups.merge(row.group().key(), rank(row.rule()), Math::min));
        return rows.stream()
                .sorted(Comparator.comparingInt(
                                (Row row) -> groups.getOrDefault(row.group().key(), QUIET))
                        .thenComparing(row -> row.group().key().file())
                        .thenComparing(row -> row.group().key().group())
                        .thenComparingInt(row -> rank(row.rule())))
                .toList();
    }

    private static int rank(RuleView rule) {
        if (rule.evaluated().isInTrouble()) {
            return 0;
        }
        return rule.active() > 0 ? 1 : QUIET;
    }

    private static List<GroupView> groups(List<Row> rows, int first) {
        Map<GroupKey, GroupView> groups = new LinkedHashMap<>();
        for (Row row : rows.subList(first, Math.min(rows.size(), first + PAGE_SIZE))) {
            GroupKey key = row.group().key();
            groups.computeIfAbsent(
                            key,
                            unseen -> new GroupView(
                                    key.file(),
                                    key.group(),
                                    PlainDurations.print(row.group().interval()),
                                    new ArrayList<>()))
                    .rules()
                    .add(row.rule());
        }
        return List.copyOf(groups.values());
    }
}
