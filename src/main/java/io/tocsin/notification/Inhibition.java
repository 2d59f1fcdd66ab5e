package io.tocsin.notification;

import io.tocsin.label.Labels;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * Which alerts are inhibited by the alerts that fire. Of several that inhibit, the one that has fired longest is named, in
 * whatever order they are added, so that the answer changes only when that one ends. Keeps sources only, one for each set
 * of equal labels.
 */
public final class Inhibition {

    private static final BinaryOperator<Source> OLDEST =
            BinaryOperator.minBy(Comparator.comparing(Source::since).thenComparing(Source::key));

    private final List<IndexedRule> rules;

    public Inhibition(List<InhibitRule> rules) {
        this.rules = rules.stream().map(IndexedRule::new).toList();
    }

    /** An alert that fires; {@code key} identifies the episode. */
    public record Source(String key, Labels labels, Instant since) {}

    /** Takes into account that an alert fires, muted or not. */
    public void add(Source firing) {
        rules.forEach(rule -> rule.add(firing));
    }

    /** The alert that inhibits this one; empty when none does. */
    public Optional<Source> inhibitedBy(Labels labels) {
        return rules.stream().flatMap(rule -> rule.sourceFor(labels).stream()).findFirst();
    }

    private static final class IndexedRule {

        private final InhibitRule rule;
        private final Map<Labels, Source> sources = new HashMap<>();
        private final Map<Labels, Source> sourcesThatAreNoTargets = new HashMap<>();

        private IndexedRule(InhibitRule rule) {
            this.rule = rule;
        }

        private void add(Source firing) {
            if (!rule.isSource(firing.labels())) {
                return;
            }
            Labels part = rule.equalPart(firing.labels());
            sources.merge(part, firing, OLDEST);
            if (!rule.isTarget(firing.labels())) {
                sourcesThatAreNoTargets.merge(part, firing, OLDEST);
            }
        }

        /** An alert that is source and target cannot be inhibited by another that is both, itself included. */
        private Optional<Source> sourceFor(Labels labels) {
            if (!rule.isTarget(labels)) {
                return Optional.empty();
            }
            Map<Labels, Source> candidates = rule.isSource(labels) ? sourcesThatAreNoTargets : sources;
            return Optional.ofNullable(candidates.get(rule.equalPart(labels)));
        }
    }
}
