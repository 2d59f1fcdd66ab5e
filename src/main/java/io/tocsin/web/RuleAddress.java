package io.tocsin.web;

import io.tocsin.label.Labels;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import io.tocsin.rule.file.RuleCatalogSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The address of a rule's page. It stays the same as long as the rule keeps its identity. */
public final class RuleAddress {

    private static volatile @Nullable AddressIndex newest;

    private RuleAddress() {}

    /** A rule with its group. */
    public record FoundRule(RuleGroup group, AlertRule rule) {}

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

    public static Optional<FoundRule> find(RuleCatalogSnapshot snapshot, String id) {
        AddressIndex known = newest;
        if (known == null || known.snapshot() != snapshot) {
            known = AddressIndex.of(snapshot);
            newest = known;
        }
        return Optional.ofNullable(known.rules().get(id));
    }

    /** All rules of one snapshot; with thousands of rules, hashing each of them for every page would be felt. */
    private record AddressIndex(RuleCatalogSnapshot snapshot, Map<String, FoundRule> rules) {

        static AddressIndex of(RuleCatalogSnapshot snapshot) {
            Map<String, FoundRule> rules = new HashMap<>();
            for (RuleGroup group : snapshot.groups()) {
                group.rules().forEach(rule -> rules.put(id(rule.key()), new FoundRule(group, rule)));
            }
            return new AddressIndex(snapshot, rules);
        }
    }
}
