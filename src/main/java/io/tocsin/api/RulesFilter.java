package io.tocsin.api;

import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import java.util.List;

/** Which rules a client asked for; an empty list accepts all. */
record RulesFilter(List<String> names, List<String> groups, List<String> files, boolean withAlerts) {

    RulesFilter {
        names = List.copyOf(names);
        groups = List.copyOf(groups);
        files = List.copyOf(files);
    }

    boolean accepts(RuleGroup group) {
        return (groups.isEmpty() || groups.contains(group.key().group()))
                && (files.isEmpty() || files.contains(group.key().file()));
    }

    boolean accepts(AlertRule rule) {
        return names.isEmpty() || names.contains(rule.name());
    }

    /** Whether groups without a matching rule are to be left out, as Prometheus does. */
    boolean isNarrowed() {
        return !names.isEmpty();
    }
}
