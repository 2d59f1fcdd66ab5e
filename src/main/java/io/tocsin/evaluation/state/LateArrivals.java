package io.tocsin.evaluation.state;

import io.tocsin.alert.AlertInstance;
import io.tocsin.label.Fingerprint;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.rule.AlertRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the window of the slot before says when it is asked once more: lines that had not arrived when it was due may make
 * an instance fire that nobody was told of. It never resolves anything, and never fires what fires already. Only for
 * rules without {@code for}: one late window says nothing of how long something lasted.
 */
public final class LateArrivals {

    private final AlertRule rule;
    private final int limit;
    private final TextRenderer.RuleTexts texts;
    private final InstanceStateMachine machine;
    private final Map<Fingerprint, AlertInstance> now = new HashMap<>();
    private final Set<Fingerprint> told = new HashSet<>();

    /**
     * @param before the rule before the slot, which is how the slot before it left it
     * @param after the rule after the slot
     */
    public LateArrivals(RuleSnapshot before, RuleSnapshot after, TextRenderer renderer) {
        this.rule = after.rule();
        this.limit = after.limit();
        this.texts = renderer.of(rule);
        this.machine = new InstanceStateMachine(rule.key(), InstanceStateMachine.Timings.of(rule));
        before.instances().stream().filter(LateArrivals::isActive).forEach(this::note);
        after.instances().stream().filter(LateArrivals::isActive).forEach(this::note);
        after.instances().forEach(instance -> now.put(instance.fingerprint(), instance));
    }

    private void note(AlertInstance instance) {
        told.add(instance.fingerprint());
    }

    private static boolean isActive(AlertInstance instance) {
        return instance.resolvedAt() == null;
    }

    /**
     * The instances that fire because of late lines.
     *
     * @param series the answer to the question of the slot before
     */
    public List<StateTransition> find(List<Sample> series, Instant previousSlot, Instant slot) {
        return find(series, slot, (known, active) -> machine.arrivedLate(known, active, previousSlot, slot));
    }

    /**
     * The same for lines that have just arrived, of which the next slot will know: the instances that fire now.
     *
     * @param series the answer to the rule's question of this moment
     */
    public List<StateTransition> findEarly(List<Sample> series, Instant at) {
        return find(series, at, (known, active) -> machine.firedEarly(known, active, at));
    }

    private List<StateTransition> find(List<Sample> series, Instant at, UntoldFiring firing) {
        // Who is hidden in a folded instance cannot be told from who is new.
        boolean hasFolded = told.contains(folded().fingerprint());
        if (!rule.holdDuration().isZero() || hasFolded) {
            return List.of();
        }
        Map<Fingerprint, Observation.Active> late = new HashMap<>();
        for (Sample value : series) {
            Observation.Active active = new Observation.Active(texts.labels(value), value.value());
            Fingerprint fingerprint = active.labels().fingerprint();
            if (rule.isActive(value.value()) && !told.contains(fingerprint) && late.put(fingerprint, active) != null) {
                // Which of two equal ones it would be nobody knows; the slot itself reports that as an error.
                return List.of();
            }
        }
        return fire(late, at, firing);
    }

    private List<StateTransition> fire(Map<Fingerprint, Observation.Active> late, Instant at, UntoldFiring firing) {
        InstanceLimit bound = new InstanceLimit(limit, now.values());
        List<Observation.Active> all = new ArrayList<>(late.values());
        now.values().stream()
                .filter(LateArrivals::isActive)
                .forEach(instance -> all.add(new Observation.Active(instance.labels(), instance.value())));
        List<Observation.Active> surplus = bound.surplus(all).stream()
                .filter(active -> late.containsKey(active.labels().fingerprint()))
                .toList();
        List<StateTransition> fired = new ArrayList<>();
        late.values().stream()
                .filter(active -> !surplus.contains(active))
                .sorted(Comparator.comparing(active -> active.labels().toString()))
                .forEach(active -> fired.add(texts.annotate(transition(active, firing), at)));
        if (!surplus.isEmpty()) {
            Observation.Active standIn = new Observation.Active(folded(), surplus.size());
            fired.add(bound.explain(texts.annotate(transition(standIn, firing), at), surplus));
        }
        return fired;
    }

    /** How an instance fires of which nobody was told. */
    @FunctionalInterface
    private interface UntoldFiring {

        StateTransition of(@Nullable AlertInstance known, Observation.Active active);
    }

    private StateTransition transition(Observation.Active active, UntoldFiring firing) {
        return firing.of(now.get(active.labels().fingerprint()), active);
    }

    private Labels folded() {
        return InstanceLimit.foldedLabels(texts.ownLabels());
    }
}
