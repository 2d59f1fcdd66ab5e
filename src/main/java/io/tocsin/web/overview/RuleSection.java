package io.tocsin.web.overview;

import io.tocsin.alert.store.RuleRecords;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.rule.file.RuleCatalogSnapshot;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the first page says of the rules: how many there are, and which of them fail. Blocks. */
@Component
class RuleSection {

    private static final int MAX_TROUBLES = 5;

    private final RuleCatalog catalog;
    private final RuleRecords records;
    private final String rulesDirectory;

    RuleSection(RuleCatalog catalog, RuleRecords records, @Value("${tocsin.rules-dir}") String rulesDirectory) {
        this.catalog = catalog;
        this.records = records;
        this.rulesDirectory = rulesDirectory;
    }

    void fill(Model model) {
        RuleCatalogSnapshot snapshot = catalog.snapshot();
        List<RuleRecords.Summary> failing = records.findFailing().stream()
                .filter(entry -> snapshot.rule(entry.key()).isPresent())
                .toList();
        List<TroubleView> troubles = TroubleView.of(failing);
        model.addAttribute("troubledCount", failing.size());
        model.addAttribute("troubles", troubles.stream().limit(MAX_TROUBLES).toList());
        model.addAttribute("otherTroubles", Math.max(0, troubles.size() - MAX_TROUBLES));
        model.addAttribute("brokenFiles", snapshot.brokenFiles().size());
        model.addAttribute("ruleCount", snapshot.ruleCount());
        model.addAttribute("rulesDirectory", rulesDirectory);
        model.addAttribute("fileCount", snapshot.files().size());
    }
}
