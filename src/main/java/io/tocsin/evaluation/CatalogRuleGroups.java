package io.tocsin.evaluation;

import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.rule.file.RuleCatalogSnapshot;
import java.util.List;
import org.springframework.stereotype.Component;

/** The rule groups of the rule files. */
@Component
final class CatalogRuleGroups implements RuleGroups {

    private final RuleCatalog catalog;

    CatalogRuleGroups(RuleCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public List<RuleGroup> current() {
        return catalog.snapshot().groups();
    }

    @Override
    public boolean isUnknown(GroupKey group) {
        return catalog.snapshot().isUnknown(group);
    }

    @Override
    public String contentHash() {
        RuleCatalogSnapshot snapshot = catalog.snapshot();
        return snapshot.directoryProblem().isPresent() ? "" : snapshot.contentHash();
    }

    @Override
    public void onChange(Runnable listener) {
        catalog.addListener((before, now) -> listener.run());
    }
}
