package io.tocsin.notification;

import io.tocsin.label.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which alerts are inhibited by the alerts that fire now. */
public final class Inhibition {

    private final List<IndexedRule> rules = new ArrayList<>();

    /** @param firing all alerts that fire, muted ones included */
    public Inhibition(List<InhibitRule> rules, Collection<Labels> firing) {
        rules.forEach(rule -> this.rules.add(new IndexedRule(rule, firing)));
    }

    /** An alert that inhibits this one; empty when none does. */
    public Optional<Labels> inhibitedBy(Labels labels) {
        return rules.stream().flatMap(rule -> rule.sourceFor(labels).stream()).findFirst();
    }

    private static final class IndexedRule {

        private final InhibitRule rule;
        private final Map<Labels, Labels> sources = new HashMap<>();
        private final Map<Labels, Labels> sourcesThatAreNoTargets = new HashMap<>();

        private IndexedRule(InhibitRule rule, Collection<Labels> firing) {
            this.rule = rule;
            for (Labels labels : firing) {
                if (rule.isSource(labels)) {
                    Labels part = rule.equalPart(labels);
                    sources.putIfAbsent(part, labels);
                    if (!rule.isTarget(labels)) {
                        sourcesThatAreNoTargets.putIfAbsent(part, labels);
                    }
                }
            }
        }

        /** An alert that is source and target cannot be inhibited by another that is both, itself included. */
        private Optional<Labels> sourceFor(Labels labels) {
            if (!rule.isTarget(labels)) {
                return Optional.empty();
            }
            Map<Labels, Labels> candidates = rule.isSource(labels) ? sourcesThatAreNoTargets : sources;
            return Optional.ofNullable(candidates.get(rule.equalPart(labels)));
        }
    }
}
