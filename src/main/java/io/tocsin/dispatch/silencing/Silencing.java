package io.tocsin.dispatch.silencing;

import io.tocsin.dispatch.store.DispatchSignal;
import io.tocsin.dispatch.store.SuppressedAlert;
import io.tocsin.dispatch.store.Suppressions;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceChange;
import io.tocsin.silence.SilenceDraft;
import io.tocsin.silence.SilenceId;
import io.tocsin.silence.SilenceRejectedException;
import io.tocsin.silence.SilenceState;
import io.tocsin.silence.store.SilenceStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Silences and acknowledgements as people make them. Everything is stored when a method returns; all methods block. */
@Component
public class Silencing {

    /** The comment of an acknowledgement for which nobody wrote one. */
    static final String ACKNOWLEDGED = "acknowledged";

    private static final Duration PAST = Duration.ofDays(7);

    private final SilenceStore silences;
    private final SilencedAlerts alerts;
    private final Suppressions suppressions;
    private final SilenceSettings settings;
    private final DispatchSignal signal;
    private final Clock clock;
    private final TransactionTemplate transactions;

    public Silencing(
            SilenceStore silences,
            SilencedAlerts alerts,
            Suppressions suppressions,
            SilenceSettings settings,
            DispatchSignal signal,
            Clock clock,
            TransactionTemplate transactions) {
        this.silences = silences;
        this.alerts = alerts;
        this.suppressions = suppressions;
        this.settings = settings;
        this.signal = signal;
        this.clock = clock;
        this.transactions = transactions;
    }

    /**
     * What a silence would have done in the past.
     *
     * @param alertsByName how many alerts it would have muted, by alert name
     * @param notifications how many notifications of firing alerts nobody would have got
     * @param shortenedNotifications how many would have told of fewer alerts
     */
    public record PastEffect(
            Instant since, Map<String, Integer> alertsByName, int notifications, int shortenedNotifications) {

        public PastEffect {
            alertsByName = Collections.unmodifiableMap(new TreeMap<>(alertsByName));
        }

        public int alerts() {
            return alertsByName.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /**
     * A silence with what it has done so far.
     *
     * @param suppressed how many alerts it has kept from people
     */
    public record SilenceView(Silence silence, SilenceState state, int suppressed) {}

    /** @throws SilenceRejectedException if the draft breaks the limits */
    public Silence create(SilenceDraft draft) {
        Instant at = clock.instant();
        check(draft, at);
        return inTransaction(() -> store(draft, at));
    }

    /**
     * Changes a silence. When what it has muted so far would change, it ends and the answer is a new silence with
     * another id.
     *
     * @throws NoSuchElementException if there is no such silence
     * @throws SilenceRejectedException if the draft breaks the limits, or somebody else has changed the silence
     */
    public Silence edit(SilenceId id, SilenceDraft draft) {
        Instant at = clock.instant();
        Silence before = require(id);
        check(draft, at);
        return inTransaction(() -> {
            if (!before.canBecome(draft, at)) {
                if (before.state(at) != SilenceState.EXPIRED) {
                    change(SilenceChange.ChangeKind.EXPIRED, before.expired(at), draft.author(), at);
                }
                return store(draft, at);
            }
            return change(SilenceChange.ChangeKind.EDITED, before.edited(draft, at), draft.author(), at);
        });
    }

    /**
     * Ends a silence now; one that has ended already stays as it is.
     *
     * @throws NoSuchElementException if there is no such silence
     */
    public Silence expire(SilenceId id, String author) {
        Instant at = clock.instant();
        Silence before = require(id);
        if (before.state(at) == SilenceState.EXPIRED) {
            return before;
        }
        return inTransaction(() -> change(SilenceChange.ChangeKind.EXPIRED, before.expired(at), author, at));
    }

    /**
     * Silences one alert until it resolves, at most for a time.
     *
     * @param alertId as {@code AlertId.toString()}
     * @param longest shortened to the configured longest duration
     * @throws NoSuchElementException if no such alert fires
     */
    public Silence acknowledge(String alertId, Duration longest, String author, String comment) {
        Instant at = clock.instant();
        Labels labels = alerts.labelsOf(alertId)
                .orElseThrow(() -> new NoSuchElementException("no such alert fires now: " + alertId));
        Duration allowed = settings.acknowledgementMaxDuration();
        Duration duration = longest.compareTo(allowed) < 0 ? longest : allowed;
        List<LabelMatcher> matchers = labels.asMap().entrySet().stream()
                .map(label -> LabelMatcher.equal(label.getKey(), label.getValue()))
                .toList();
        String reason = comment.isBlank() ? ACKNOWLEDGED : comment;
        SilenceDraft draft = new SilenceDraft(matchers, at, at.plus(duration), author, reason, alertId);
        check(draft, at);
        return inTransaction(() -> store(draft, at));
    }

    /** How long an acknowledgement may last when its alert does not resolve. */
    public Duration longestAcknowledgement() {
        return settings.acknowledgementMaxDuration();
    }

    /** The labels of alerts that fire; those that do not any more are missing. */
    public List<Labels> labelsOf(Collection<String> alertIds) {
        return alertIds.stream().flatMap(id -> alerts.labelsOf(id).stream()).toList();
    }

    private void check(SilenceDraft draft, Instant at) {
        List<String> problems = settings.limits().problems(draft, at);
        if (!problems.isEmpty()) {
            throw new SilenceRejectedException(problems);
        }
    }

    private Silence store(SilenceDraft draft, Instant at) {
        Silence silence = Silence.create(new SilenceId(UUID.randomUUID().toString()), draft, at);
        silences.insert(silence);
        wake(silence, at);
        return silence;
    }

    private Silence change(SilenceChange.ChangeKind kind, Silence after, String author, Instant at) {
        if (!silences.update(new SilenceChange(kind, at, author, after))) {
            throw new SilenceRejectedException(
                    List.of("somebody else has changed this silence just now; look at it and try again"));
        }
        wake(after, at);
        return after;
    }

    private void wake(Silence silence, Instant at) {
        alerts.wake(silence, at);
        signal.wakeAfterCommit();
    }

    private Silence inTransaction(Supplier<Silence> action) {
        return Objects.requireNonNull(transactions.execute(status -> action.get()), "a silence was stored");
    }

    private Silence require(SilenceId id) {
        return silences.find(id).orElseThrow(() -> new NoSuchElementException("there is no silence " + id));
    }

    public Optional<SilenceView> find(SilenceId id) {
        return silences.find(id).map(silence -> views(List.of(silence)).get(0));
    }

    /** Pending and active ones, the next to end first. */
    public List<SilenceView> findUnexpired() {
        return views(silences.findUnexpired(clock.instant()));
    }

    /** Those that mute now, without what they have done so far: pages ask for them each time. */
    public List<Silence> findActive() {
        Instant at = clock.instant();
        return silences.findUnexpired(at).stream()
                .filter(silence -> silence.state(at) == SilenceState.ACTIVE)
                .toList();
    }

    /** The last to end first. */
    public List<SilenceView> findExpired(int limit) {
        return views(silences.findExpired(clock.instant(), limit));
    }

    /**
     * A page of those in one state: expired ones the last to end first, the others the next to end first.
     *
     * @param page from 0
     */
    public List<SilenceView> find(SilenceState state, int page, int pageSize) {
        return views(silences.find(state, clock.instant(), page, pageSize));
    }

    /** How many silences are in each state; states without any are missing. */
    public Map<SilenceState, Integer> countByState() {
        return silences.countByState(clock.instant());
    }

    private List<SilenceView> views(List<Silence> found) {
        Instant at = clock.instant();
        Map<String, Integer> counts = suppressions.count(
                found.stream().map(silence -> silence.id().value()).toList());
        return found.stream()
                .map(silence -> new SilenceView(
                        silence,
                        silence.state(at),
                        counts.getOrDefault(silence.id().value(), 0)))
                .toList();
    }

    /** Every version of a silence, oldest first. */
    public List<SilenceChange> history(SilenceId id) {
        return silences.history(id);
    }

    /** What a silence has kept from people, newest first. */
    public List<SuppressedAlert> suppressed(SilenceId id, int limit) {
        return suppressions.find(id.value(), limit);
    }

    /** How many alerts that fire now each silence is for, whether or not it is active. */
    public Map<SilenceId, Integer> countAffected(List<Silence> found) {
        return alerts.count(found);
    }

    /** The label sets of the alerts that fire now and that these matchers would mute. */
    public List<Labels> preview(List<LabelMatcher> matchers) {
        return alerts.covered(matchers);
    }

    /** What these matchers would have muted in the past seven days. */
    public PastEffect dryRun(List<LabelMatcher> matchers) {
        return alerts.past(matchers, clock.instant().minus(PAST));
    }
}
