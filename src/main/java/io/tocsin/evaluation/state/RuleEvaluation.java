package io.tocsin.evaluation.state;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.RuleHealth;
import io.tocsin.label.Fingerprint;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.Condition;
import io.tocsin.rule.NoDataPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One rule at one slot, from the answer to the transitions of its instances. Pure: equal inputs, equal outputs. */
public final class RuleEvaluation {

    private static final Pattern OR_VECTOR = Pattern.compile("\\bor\\s+vector\\s*\\(");

    private final RuleSnapshot snapshot;
    private final AlertRule rule;
    private final Instant slot;
    private final TextRenderer.RuleTexts texts;
    private final InstanceStateMachine machine;

    private RuleEvaluation(RuleSnapshot snapshot, Instant slot, TextRenderer renderer) {
        this.snapshot = snapshot;
        this.rule = snapshot.rule();
        this.slot = slot;
        this.texts = renderer.of(rule);
        this.machine = new InstanceStateMachine(rule.key(), InstanceStateMachine.Timings.of(rule));
    }

    public static RuleOutcome evaluate(RuleSnapshot snapshot, Answer answer, Instant slot, TextRenderer renderer) {
        RuleEvaluation evaluation = new RuleEvaluation(snapshot, slot, renderer);
        if (snapshot.rule().paused()) {
            return evaluation.paused();
        }
        if (answer instanceof Answer.Failed failed) {
            return evaluation.failed(failed);
        }
        if (answer instanceof Answer.Undecided) {
            return outcome(List.of(), RuleHealth.UNKNOWN, List.of());
        }
        if (answer instanceof Answer.Samples samples) {
            return samples.series().isEmpty() ? evaluation.empty() : evaluation.answered(samples.series(), null);
        }
        throw new IllegalStateException("unknown answer " + answer);
    }

    /** The end of all instances of a rule that is not evaluated any more. */
    public static List<StateTransition> end(Collection<AlertInstance> instances, ResolveReason reason, Instant slot) {
        return instances.stream()
                .map(instance -> new InstanceStateMachine(instance.rule(), InstanceStateMachine.Timings.IMMEDIATE)
                        .next(instance, new Observation.Ended(instance.labels(), reason), slot))
                .toList();
    }

    /** The full labels that the rule gives to each series; for matching another answer with instances. */
    public static Map<Fingerprint, Double> valuesByInstance(
            AlertRule rule, Collection<Sample> series, TextRenderer renderer) {
        TextRenderer.RuleTexts texts = renderer.of(rule);
        Map<Fingerprint, Double> values = new LinkedHashMap<>();
        series.forEach(value -> values.put(texts.labels(value).fingerprint(), value.value()));
        return values;
    }

    private RuleOutcome paused() {
        return outcome(end(snapshot.instances(), ResolveReason.PAUSED, slot), RuleHealth.UNKNOWN, List.of());
    }

    private RuleOutcome failed(Answer.Failed failure) {
        List<StateTransition> transitions = switch (rule.onError()) {
            case KEEP -> List.of();
            case ALERT -> List.of(standIn());
            case RESOLVE -> step(Map.of());
        };
        return new RuleOutcome(transitions, RuleHealth.ERROR, failure.message(), failure.reason(), 0, null);
    }

    private RuleOutcome empty() {
        RuleHealth health = rule.noData() == NoDataPolicy.RESOLVE ? RuleHealth.OK : RuleHealth.NO_DATA;
        return switch (rule.noData()) {
            case RESOLVE -> outcome(step(Map.of()), health, List.of());
            case KEEP -> outcome(List.of(), health, List.of());
            case ALERT -> {
                Observation.Active own = new Observation.Active(texts.ownLabels(), Double.NaN);
                yield outcome(step(Map.of(own.labels().fingerprint(), own)), health, List.of());
            }
            case ZERO -> answered(zeros(), snapshot.finalComparison()).withHealth(health);
        };
    }

    /** One instance with the rule's own labels is active; all others stay as they are. */
    private StateTransition standIn() {
        Observation.Active own = new Observation.Active(texts.ownLabels(), Double.NaN);
        return annotate(machine.next(find(own.labels()), own, slot));
    }

    private StateTransition annotate(StateTransition transition) {
        return hasTexts(transition) ? transition : texts.annotate(transition, slot);
    }

    /**
     * Whether an instance keeps its texts: they were made at the slot before, and nothing that they may name is another thing
     * now. The texts of what stands for others say more than its rule's templates.
     */
    private boolean hasTexts(StateTransition transition) {
        AlertInstance before = transition.before();
        AlertInstance after = transition.after();
        return before != null
                && after != null
                && before.evaluatedAt().equals(snapshot.textsMadeAt())
                && before.keepFiringSince() == null
                && before.resolvedAt() == null
                && !before.isFolded()
                && after.labels().equals(before.labels())
                && after.annotations().equals(before.annotations())
                && Double.compare(after.value(), before.value()) == 0
                && after.activeAt().equals(before.activeAt())
                && Objects.equals(after.firedAt(), before.firedAt());
    }

    private List<Sample> zeros() {
        Set<Labels> known = snapshot.knownSeries().isEmpty() ? Set.of(Labels.empty()) : snapshot.knownSeries();
        return known.stream().map(labels -> new Sample(labels, 0)).toList();
    }

    private RuleOutcome answered(List<Sample> series, @Nullable Condition comparison) {
        Map<Fingerprint, Observation> observations = new LinkedHashMap<>();
        List<Observation.Active> active = new ArrayList<>();
        for (Sample value : series) {
            Observation observation = observe(value, comparison);
            if (observations.put(observation.labels().fingerprint(), observation) != null) {
                return duplicate(observation.labels());
            }
            if (observation instanceof Observation.Active isActive) {
                active.add(isActive);
            }
        }
        InstanceLimit limit = new InstanceLimit(snapshot.limit(), snapshot.instances());
        List<Observation.Active> surplus = limit.surplus(active);
        if (surplus.isEmpty()) {
            return outcome(step(observations, standIn(series)), RuleHealth.OK, series);
        }
        return outcome(fold(limit, surplus, observations), RuleHealth.OK, series);
    }

    private Observation observe(Sample series, @Nullable Condition comparison) {
        Labels labels = texts.labels(series);
        boolean isActive =
                rule.isActive(series.value()) && (comparison == null || comparison.isSatisfiedBy(series.value()));
        return isActive
                ? new Observation.Active(labels, series.value())
                : new Observation.Inactive(labels, ResolveReason.CONDITION_FALSE, series.value());
    }

    private RuleOutcome duplicate(Labels labels) {
        String message = "two series have the same labels " + labels + " after the rule's labels were added;"
                + " aggregate them, or remove the label that makes them equal";
        return new RuleOutcome(List.of(), RuleHealth.ERROR, message, "duplicate_labels", 0, null);
    }

    private List<StateTransition> fold(
            InstanceLimit limit, List<Observation.Active> surplus, Map<Fingerprint, Observation> observations) {
        Labels labels = InstanceLimit.foldedLabels(texts.ownLabels());
        surplus.forEach(active -> observations.remove(active.labels().fingerprint()));
        observations.put(labels.fingerprint(), new Observation.Active(labels, surplus.size()));
        return step(observations).stream()
                .map(t -> t.labels().equals(labels) ? limit.explain(t, surplus) : t)
                .toList();
    }

    /**
     * The value of {@code or vector(0)}, which stands for every series that is not there; null when the expression has no
     * such end.
     */
    private @Nullable Double standIn(List<Sample> series) {
        for (Sample sample : series) {
            if (sample.labels().isEmpty()) {
                return OR_VECTOR.matcher(rule.expression()).find() ? (Double) sample.value() : null;
            }
        }
        return null;
    }

    private List<StateTransition> step(Map<Fingerprint, ? extends Observation> observations) {
        return step(observations, null);
    }

    /**
     * Each observed instance once, and each known one that was not observed as inactive.
     *
     * @param standIn the value of those that were not observed; null: they have none
     */
    private List<StateTransition> step(Map<Fingerprint, ? extends Observation> observations, @Nullable Double standIn) {
        Map<Fingerprint, AlertInstance> known = new LinkedHashMap<>();
        snapshot.instances().forEach(instance -> known.put(instance.fingerprint(), instance));
        List<StateTransition> transitions = new ArrayList<>();
        observations.forEach((fingerprint, observation) -> {
            AlertInstance current = known.remove(fingerprint);
            if (current != null || observation instanceof Observation.Active) {
                transitions.add(annotate(machine.next(current, observation, slot)));
            }
        });
        known.values().forEach(instance -> transitions.add(machine.next(instance, missing(instance, standIn), slot)));
        return transitions;
    }

    private static Observation missing(AlertInstance instance, @Nullable Double standIn) {
        if (instance.isFolded() || standIn == null) {
            ResolveReason reason = instance.isFolded() ? ResolveReason.CONDITION_FALSE : ResolveReason.NO_DATA;
            return new Observation.Inactive(instance.labels(), reason, null);
        }
        return new Observation.Inactive(instance.labels(), ResolveReason.CONDITION_FALSE, standIn);
    }

    private @Nullable AlertInstance find(Labels labels) {
        return snapshot.instances().stream()
                .filter(instance -> instance.labels().equals(labels))
                .findFirst()
                .orElse(null);
    }

    private static RuleOutcome outcome(List<StateTransition> transitions, RuleHealth health, List<Sample> series) {
        Double highest = null;
        for (Sample sample : series) {
            if (!Double.isNaN(sample.value()) && (highest == null || Double.compare(sample.value(), highest) > 0)) {
                highest = sample.value();
            }
        }
        return new RuleOutcome(transitions, health, "", "", series.size(), highest);
    }
}
