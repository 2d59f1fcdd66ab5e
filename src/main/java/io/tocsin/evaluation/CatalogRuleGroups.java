package io.tocsin.evaluation;

import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.rule.file.RuleCatalogSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The rule groups of the rule files. */
@Component
final class CatalogRuleGroups implements RuleGroups {

    private final RuleCatalog catalog;
    private volatile Index index;

    /** The groups of one snapshot by their keys' texts; a group is looked for at each of its slots. */
    private record Index(RuleCatalogSnapshot snapshot, Map<String, RuleGroup> byKey) {

        static Index of(RuleCatalogSnapshot snapshot) {
            Map<String, RuleGroup> byKey = new HashMap<>();
            snapshot.groups().forEach(group -> byKey.putIfAbsent(group.key().toString(), group));
            return new Index(snapshot, byKey);
        }
    }

    CatalogRuleGroups(RuleCatalog catalog) {
        this.catalog = catalog;
        this.index = Index.of(catalog.snapshot());
    }

    @Override
    public List<RuleGroup> current() {
        return catalog.snapshot().groups();
    }

    @Override
    public Optional<RuleGroup> find(String key) {
        RuleCatalogSnapshot snapshot = catalog.snapshot();
        Index known = index;
        if (known.snapshot() != snapshot) {
            known = Index.of(snapshot);
            index = known;
        }
        return Optional.ofNullable(known.byKey().get(key));
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
