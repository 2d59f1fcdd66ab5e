package io.tocsin.web;

import io.tocsin.label.Labels;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import io.tocsin.rule.file.RuleCatalogSnapshot;
import java.util.Optional;

/** The address of a rule's page. It stays the same as long as the rule keeps its identity. */
public final class RuleAddress {

    private RuleAddress() {}

    /** A rule with its group. */
    public record Found(RuleGroup group, AlertRule rule) {}

    /** Sixteen hexadecimal digits: file and group names may hold slashes and anything else. */
    public static String id(RuleKey key) {
        return Labels.of(
                        "file", key.group().file(),
                        "group", key.group().group(),
                        "alert", key.alert(),
                        "labels", key.labels().toString())
                .fingerprint()
                .toString();
    }

    public static String path(RuleKey key) {
        return "/rules/" + id(key);
    }

    public static Optional<Found> find(RuleCatalogSnapshot snapshot, String id) {
        for (RuleGroup group : snapshot.groups()) {
            for (AlertRule rule : group.rules()) {
                if (id(rule.key()).equals(id)) {
                    return Optional.of(new Found(group, rule));
                }
            }
        }
        return Optional.empty();
    }
}
