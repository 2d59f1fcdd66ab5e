package io.tocsin.web;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.alert.store.RuleRecord;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.rule.file.RuleCatalogSnapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The rules in force with state and health, and the problems of their files. */
@Controller
class RulesPage {

    private final RuleCatalog catalog;
    private final RuleRecords records;
    private final AlertInstances instances;
    private final String rulesDirectory;

    RulesPage(
            RuleCatalog catalog,
            RuleRecords records,
            AlertInstances instances,
            @Value("${tocsin.rules-dir}") String rulesDirectory) {
        this.catalog = catalog;
        this.records = records;
        this.instances = instances;
        this.rulesDirectory = rulesDirectory;
    }

    /** A group with its rules. */
    record GroupView(String file, String name, String interval, List<RuleView> rules) {}

    @GetMapping("/rules")
    String rules(Model model) {
        RuleCatalogSnapshot snapshot = catalog.snapshot();
        Map<RuleKey, RuleRecord> recordByRule =
                records.findAll().stream().collect(Collectors.toMap(RuleRecord::key, entry -> entry, (a, b) -> a));
        Map<RuleKey, List<AlertInstance>> activeByRule =
                instances.findActive().stream().collect(Collectors.groupingBy(AlertInstance::rule));
        model.addAttribute(
                "groups",
                snapshot.groups().stream()
                        .map(group -> view(group, recordByRule, activeByRule))
                        .toList());
        model.addAttribute("directoryProblem", snapshot.directoryProblem().orElse(""));
        model.addAttribute("problems", snapshot.problems());
        model.addAttribute("warnings", snapshot.warnings());
        model.addAttribute("rulesDirectory", rulesDirectory);
        return "rules";
    }

    private static GroupView view(
            RuleGroup group, Map<RuleKey, RuleRecord> records, Map<RuleKey, List<AlertInstance>> active) {
        return new GroupView(
                group.key().file(),
                group.key().group(),
                PlainDurations.print(group.interval()),
                group.rules().stream()
                        .map(rule ->
                                RuleView.of(rule, records.get(rule.key()), active.getOrDefault(rule.key(), List.of())))
                        .toList());
    }
}
