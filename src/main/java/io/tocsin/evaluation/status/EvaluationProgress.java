package io.tocsin.evaluation.status;

import io.tocsin.alert.store.GroupCursor;
import io.tocsin.alert.store.GroupCursors;
import io.tocsin.evaluation.RuleGroups;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Whether rules are evaluated at all, by whichever replica. */
@Component
public class EvaluationProgress {

    private final RuleGroups groups;
    private final GroupCursors cursors;

    EvaluationProgress(RuleGroups groups, GroupCursors cursors) {
        this.groups = groups;
        this.cursors = cursors;
    }

    /**
     * Why it cannot be said that rules are evaluated: there are some, and none of their groups has got to a slot within
     * three of its intervals. Empty when one has, or there is nothing to evaluate. Blocks for one query.
     */
    public Optional<String> trouble(Instant now) {
        List<RuleGroup> current = groups.current().stream()
                .filter(group -> !group.rules().stream().allMatch(AlertRule::paused))
                .toList();
        if (current.isEmpty()) {
            return Optional.empty();
        }
        Map<GroupKey, Instant> slots = cursors.findAll().stream()
                .collect(Collectors.toMap(GroupCursor::group, GroupCursor::slot, (one, other) -> one));
        boolean isAnyOnTime = current.stream()
                .anyMatch(group -> slots.getOrDefault(group.key(), Instant.MIN)
                        .isAfter(now.minus(EvaluationConcerns.patience(group.interval()))));
        return isAnyOnTime
                ? Optional.empty()
                : Optional.of("none of " + current.size() + " rule groups has been evaluated of late");
    }
}
