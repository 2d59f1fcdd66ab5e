package io.tocsin.evaluation.slot;

import io.tocsin.alert.store.GroupCursor;
import io.tocsin.alert.store.RuleRecord;
import io.tocsin.evaluation.EvaluationProperties;
import io.tocsin.evaluation.query.ExpressionReader;
import io.tocsin.evaluation.query.RuleAnswer;
import io.tocsin.evaluation.query.RuleMemories;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.state.EntityMemory;
import io.tocsin.evaluation.state.StateTransition;
import io.tocsin.evaluation.state.TextRenderer;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The steps that live evaluation and catch-up share, from a group's stored state to its next one. */
@Component
public class SlotSteps {

    private static final Logger log = LoggerFactory.getLogger(SlotSteps.class);

    private final EvaluationStore store;
    private final PresentValues presentValues;
    private final ExpressionReader expressions;
    private final TextRenderer renderer;
    private final EvaluationMetrics metrics;
    private final EvaluationProperties properties;

    public SlotSteps(
            EvaluationStore store,
            PresentValues presentValues,
            ExpressionReader expressions,
            TextRenderer renderer,
            EvaluationMetrics metrics,
            EvaluationProperties properties) {
        this.store = store;
        this.presentValues = presentValues;
        this.expressions = expressions;
        this.renderer = renderer;
        this.metrics = metrics;
        this.properties = properties;
    }

    /** The same steps with another way to ask. */
    public SlotSteps asking(RuleQueries queries) {
        PresentValues others = new PresentValues(queries, expressions, renderer);
        return new SlotSteps(store, others, expressions, renderer, metrics, properties);
    }

    public Duration queryOffset(RuleGroup group) {
        return group.queryOffset() == null ? properties.queryOffset() : group.queryOffset();
    }

    public GroupProgress begin(RuleGroup group, GroupCursor cursor) {
        return new GroupProgress(group, store.load(cursor), queryOffset(group), expressions, renderer);
    }

    /** From a state that is in no database. */
    public GroupProgress begin(RuleGroup group, GroupState state) {
        return new GroupProgress(group, state, queryOffset(group), expressions, renderer);
    }

    public void step(GroupProgress progress, Instant slot, boolean isLate, Map<RuleKey, RuleAnswer> answers) {
        SlotOutcome outcome = progress.step(slot, isLate, answers);
        Instant askAt = slot.minus(queryOffset(progress.group()));
        progress.replace(presentValues.complete(progress.group(), outcome, askAt));
    }

    /** The state that questions need; empty, and not read, unless a rule of the group watches for absence. */
    public Optional<GroupState> loadForQuestions(RuleGroup group, GroupCursor cursor) {
        return group.rules().stream().allMatch(rule -> rule.absence() == null)
                ? Optional.empty()
                : Optional.of(store.load(cursor));
    }

    /** What rules that watch for absence know before the cursor's next slot. */
    public RuleQueries.Memories memories(Optional<GroupState> state) {
        return state.map(this::memories).orElse(rule -> EntityMemory.EMPTY);
    }

    public RuleQueries.Memories memories(GroupState state) {
        Map<RuleKey, RuleRecord> records = state.rules();
        return rule -> rule.watches()
                .map(absence -> RuleMemories.entities(absence, records.get(rule.key())))
                .orElse(EntityMemory.EMPTY);
    }

    /** Asks once more for the window of the slot before, for lines that arrived after it; only after a live step. */
    public void recheck(GroupProgress progress, RuleQueries queries) {
        SlotOutcome outcome = progress.newest();
        Instant previous = outcome.slot().minus(progress.group().interval());
        Map<RuleKey, String> questions = progress.recheckable(previous, outcome);
        if (!questions.isEmpty()) {
            Instant askAt = previous.minus(queryOffset(progress.group()));
            progress.replace(progress.recheck(previous, outcome, queries.ask(progress.group(), questions, askAt)));
        }
    }

    /** False: another replica was there first, and nothing is written. */
    public boolean write(GroupProgress progress) {
        return isDone(progress, store.write(progress));
    }

    /** Writes what some rules of the present slot say after all; false: another replica was there first. */
    public boolean amend(GroupProgress progress) {
        return isDone(progress, store.amend(progress));
    }

    public GroupState load(GroupCursor cursor) {
        return store.load(cursor);
    }

    /** Records that the slot failed, without moving the group on; false: another replica was there first. */
    public boolean writeHealth(GroupProgress progress) {
        return isDone(progress, store.writeHealth(progress));
    }

    private boolean isDone(GroupProgress progress, boolean isWritten) {
        if (isWritten) {
            progress.outcomes().forEach(this::report);
        } else {
            metrics.fenced();
            log.info("slot was evaluated elsewhere group={}", progress.group().key());
        }
        return isWritten;
    }

    private void report(SlotOutcome outcome) {
        metrics.evaluated(outcome);
        outcome.transitions()
                .filter(StateTransition::isChange)
                .forEach(transition -> log.info(
                        "{} -> {} slot={} late={} rule={} labels={}",
                        OutcomeHistory.name(transition.from()),
                        OutcomeHistory.name(transition.to()),
                        transition.at(),
                        outcome.isLate(),
                        transition.instance().rule(),
                        transition.labels()));
    }

    /** Ends all instances of a group that no longer exists; false: another replica was there first. */
    public boolean end(GroupCursor cursor, Instant at) {
        return store.end(store.load(cursor), at);
    }
}
