package io.tocsin.evaluation.status;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.RuleRecord;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

/** How the rules are, for pages and APIs; read from the database, so the same on every replica. All methods block. */
@Service
public class RuleStatuses {

    private final RuleRecords rules;
    private final AlertInstances instances;

    public RuleStatuses(RuleRecords rules, AlertInstances instances) {
        this.rules = rules;
        this.instances = instances;
    }

    /**
     * All rules that have been evaluated, with their active instances; two queries. A rule that is missing was not
     * evaluated yet.
     */
    public Map<RuleKey, RuleStatus> findAll() {
        Map<RuleKey, List<AlertInstance>> byRule = new HashMap<>();
        instances
                .findActive()
                .forEach(instance -> byRule.computeIfAbsent(instance.rule(), key -> new ArrayList<>())
                        .add(instance));
        Map<RuleKey, RuleStatus> statuses = new HashMap<>();
        rules.findAll()
                .forEach(rule -> statuses.put(rule.key(), status(rule, byRule.getOrDefault(rule.key(), List.of()))));
        return statuses;
    }

    /** One rule with its active and its lately resolved instances; health UNKNOWN when it was not evaluated yet. */
    public RuleStatus find(RuleKey key) {
        GroupKey group = key.group();
        RuleRecord rule = rules.findByGroup(group).get(key);
        if (rule == null) {
            return RuleStatus.unknown(key);
        }
        List<AlertInstance> own = instances.findByGroup(group).stream()
                .filter(instance -> instance.rule().equals(key))
                .toList();
        return status(rule, own);
    }

    private static RuleStatus status(RuleRecord rule, List<AlertInstance> instances) {
        return new RuleStatus(
                rule.key(),
                rule.health(),
                rule.error(),
                rule.errorReason(),
                rule.slot(),
                rule.duration(),
                rule.series(),
                instances);
    }
}
