package io.tocsin.evaluation.replay;

import io.tocsin.alert.AlertEvent;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.slot.SlotStep;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.RuleAnswer;
import io.tocsin.evaluation.state.RuleGroupState;
import io.tocsin.evaluation.state.Sighting;
import io.tocsin.evaluation.state.SlotOutcome;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Takes one group through slots of the past, with the steps of live evaluation and without a database: what it says is
 * what live evaluation would have done from an empty state on. Blocks; for one thread.
 */
public final class GroupReplay {

    private final RuleGroup group;
    private final RuleQueries queries;
    private final SlotStep step;
    private final Map<RuleKey, RuleAnswer> learned = new HashMap<>();
    private RuleGroupState state = RuleGroupState.EMPTY;
    private boolean hasBegun;

    GroupReplay(RuleGroup group, RuleQueries queries, SlotStep step) {
        this.group = group;
        this.queries = queries;
        this.step = step;
    }

    /**
     * What a part of the past did.
     *
     * @param events in the order of their slots
     * @param slots how many slots there were
     * @param bytesRead what the queries cost the data source, as far as it says
     * @param failures by rule: why slots could not be evaluated, as live would have said it
     */
    public record ReplayPart(List<AlertEvent> events, int slots, long bytesRead, Map<RuleKey, String> failures) {}

    public RuleGroup group() {
        return group;
    }

    /**
     * Evaluates the slots after {@code from} up to and including {@code to}. Calls must follow each other in time.
     *
     * @return what happened until then when it was cancelled
     * @throws ReplayFailedException if the data source is in trouble
     */
    public ReplayPart replay(Instant from, Instant to, BooleanSupplier isCancelled) {
        List<Instant> slots = new ArrayList<>();
        for (Instant slot = group.slotAfter(from); !slot.isAfter(to); slot = slot.plus(group.interval())) {
            slots.add(slot);
        }
        Collected collected = new Collected();
        if (slots.isEmpty()) {
            return collected.part();
        }
        if (!hasBegun) {
            hasBegun = true;
            group.rules().forEach(rule -> learn(rule, slots.get(0)));
        }
        Map<RuleKey, HistoricalAnswers> answers = ask(slots, isCancelled);
        for (Instant slot : slots) {
            if (isCancelled.getAsBoolean()) {
                return collected.part();
            }
            step(slot, answers, collected);
        }
        return collected.part();
    }

    /** Rules that watch for absence know at their first slot what they would know had they run for long. */
    private void learn(AlertRule rule, Instant firstSlot) {
        Instant before = step.askedAt(group, firstSlot).minus(group.interval());
        rule.watches()
                .filter(absence -> !rule.paused())
                .map(absence -> queries.askHistory(group, rule, absence, before))
                .filter(answer -> !answer.sightings().isEmpty())
                .ifPresent(answer -> learned.put(rule.key(), answer));
    }

    private RuleAnswer withLearned(AlertRule rule, RuleAnswer answer, Instant askedAt) {
        RuleAnswer history = learned.get(rule.key());
        if (history == null || !(answer.answer() instanceof Answer.Samples samples)) {
            return answer;
        }
        learned.remove(rule.key());
        List<Sighting> sightings = new ArrayList<>(history.sightings());
        sightings.add(Sighting.ofSlot(samples, askedAt, group.interval()));
        return answer.with(history, sightings);
    }

    private Map<RuleKey, HistoricalAnswers> ask(List<Instant> slots, BooleanSupplier isCancelled) {
        Instant first = step.askedAt(group, slots.get(0));
        Instant last = step.askedAt(group, slots.get(slots.size() - 1));
        Map<RuleKey, HistoricalAnswers> answers = new HashMap<>();
        for (AlertRule rule : group.rules()) {
            if (!rule.paused() && !isCancelled.getAsBoolean()) {
                answers.put(rule.key(), HistoricalAnswers.ask(queries, group, rule, first, last));
            }
        }
        return answers;
    }

    private void step(Instant slot, Map<RuleKey, HistoricalAnswers> answers, Collected collected) {
        Instant askedAt = step.askedAt(group, slot);
        Map<RuleKey, RuleAnswer> atSlot = new HashMap<>();
        for (AlertRule rule : group.rules()) {
            HistoricalAnswers ofRule = answers.get(rule.key());
            RuleAnswer answer = ofRule == null ? RuleAnswer.NONE : ofRule.at(askedAt);
            atSlot.put(rule.key(), withLearned(rule, answer, askedAt));
        }
        SlotOutcome outcome = step.step(group, state, slot, false, atSlot);
        collected.add(outcome);
        state = outcome.after();
    }

    private static final class Collected {

        private final List<AlertEvent> events = new ArrayList<>();
        private final Map<RuleKey, String> failures = new LinkedHashMap<>();
        private int slots;
        private long bytesRead;

        private void add(SlotOutcome outcome) {
            slots++;
            events.addAll(outcome.events());
            outcome.rules().forEach((rule, evaluated) -> {
                bytesRead += evaluated.bytesRead();
                if (!evaluated.outcome().error().isEmpty()) {
                    failures.putIfAbsent(
                            rule, outcome.slot() + ": " + evaluated.outcome().error());
                }
            });
        }

        private ReplayPart part() {
            return new ReplayPart(List.copyOf(events), slots, bytesRead, Map.copyOf(failures));
        }
    }
}
