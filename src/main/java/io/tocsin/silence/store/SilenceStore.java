package io.tocsin.silence.store;

import static io.tocsin.database.SqlTimes.stored;

import io.tocsin.database.UnreadableRows;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceChange;
import io.tocsin.silence.SilenceId;
import io.tocsin.silence.SilenceState;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Repository;

/** Silences and their history. All methods block and join the caller's transaction. */
@Repository
public class SilenceStore {

    private static final Sort NEXT_TO_END = Sort.by("endsAt", "id");
    private static final Sort LAST_TO_END = Sort.by(Sort.Order.desc("endsAt"), Sort.Order.asc("id"));

    private final SilenceRepository silences;
    private final SilenceChangeRepository changes;
    private final UnreadableRows unreadable;

    SilenceStore(SilenceRepository silences, SilenceChangeRepository changes, UnreadableRows unreadable) {
        this.silences = silences;
        this.changes = changes;
        this.unreadable = unreadable;
    }

    public void insert(Silence silence) {
        silences.saveAndFlush(SilenceEntity.of(silence));
        append(new SilenceChange(
                SilenceChange.ChangeKind.CREATED, silence.revision().createdAt(), silence.author(), silence));
    }

    /** Stores a changed silence with its history; false when somebody else has changed it meanwhile. */
    public boolean update(SilenceChange change) {
        Silence after = change.after();
        int changed = silences.change(
                after.id().value(),
                stored(after.startsAt()),
                stored(after.endsAt()),
                after.author(),
                after.comment(),
                stored(after.revision().updatedAt()),
                after.revision().number());
        if (changed == 1) {
            append(change);
        }
        return changed == 1;
    }

    private void append(SilenceChange change) {
        changes.save(SilenceChangeEntity.of(change));
    }

    public Optional<Silence> find(SilenceId id) {
        return readable(silences.findById(id.value()).stream().toList()).stream()
                .findFirst();
    }

    /** Pending and active silences, the next to end first. */
    public List<Silence> findUnexpired(Instant at) {
        return readable(silences.findByEndsAtAfter(stored(at), NEXT_TO_END));
    }

    /** How many silences are in each state; states without any are missing. */
    public Map<SilenceState, Integer> countByState(Instant now) {
        Instant at = stored(now);
        Map<SilenceState, Integer> counts = new EnumMap<>(SilenceState.class);
        counts.put(SilenceState.PENDING, silences.countByStartsAtAfter(at));
        counts.put(SilenceState.ACTIVE, silences.countByStartsAtLessThanEqualAndEndsAtAfter(at, at));
        counts.put(SilenceState.EXPIRED, silences.countByEndsAtLessThanEqual(at));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /**
     * A page of the silences in one state: expired ones the last to end first, the others the next to end first.
     *
     * @param page from 0
     */
    public List<Silence> find(SilenceState state, Instant now, int page, int pageSize) {
        Instant at = stored(now);
        PageRequest asked = PageRequest.of(page, pageSize, state == SilenceState.EXPIRED ? LAST_TO_END : NEXT_TO_END);
        return readable(
                switch (state) {
                    case PENDING -> silences.findByStartsAtAfter(at, asked);
                    case ACTIVE -> silences.findByStartsAtLessThanEqualAndEndsAtAfter(at, at, asked);
                    case EXPIRED -> silences.findByEndsAtLessThanEqual(at, asked);
                });
    }

    /** A text that is another one after each change of any silence, and when one begins or ends. */
    public String changeMark(Instant at) {
        SilenceRepository.Mark mark = silences.mark(stored(at));
        return mark.getUnexpired() + "." + mark.getVersions() + "." + mark.getPending() + "." + mark.getNewest();
    }

    /** Expired silences, the last to end first. */
    public List<Silence> findExpired(Instant at, int limit) {
        return readable(silences.findByEndsAtLessThanEqual(stored(at), LAST_TO_END, Limit.of(limit)));
    }

    /** Acknowledgements of these alerts that have not ended; alerts as {@code AlertId.toString()}. */
    public List<Silence> findAcknowledgements(Collection<String> alertIds, Instant at) {
        List<String> alerts = alertIds.stream().filter(id -> !id.isEmpty()).toList();
        return alerts.isEmpty()
                ? List.of()
                : readable(silences.findByAlertIdInAndEndsAtAfter(alerts, stored(at), NEXT_TO_END));
    }

    /** Every version of a silence, oldest first. */
    public List<SilenceChange> history(SilenceId id) {
        return unreadable.leftOutOf(
                "silence_change",
                changes.findBySilenceIdOrderById(id.value()),
                change -> change.changedAt + " / " + change.changedBy,
                SilenceChangeEntity::toChange);
    }

    /** Active silences that end by a time and of whose end nobody has been reminded; no acknowledgements. */
    public List<Silence> findToRemind(Instant at, Instant endsBy) {
        return readable(silences.findToRemind(stored(at), stored(endsBy)));
    }

    /** Takes the duty to remind; false when another process has it. */
    public boolean markReminded(SilenceId id, Instant at) {
        return silences.markReminded(id.value(), stored(at)) == 1;
    }

    /** Expired silences that nobody has summed up; no acknowledgements. */
    public List<Silence> findToSumUp(Instant at) {
        return readable(silences.findToSumUp(stored(at)));
    }

    /** Takes the duty to sum up; false when another process has it. */
    public boolean markSummedUp(SilenceId id, Instant at) {
        return silences.markSummedUp(id.value(), stored(at)) == 1;
    }

    /** One that cannot be read mutes nothing: better a message too many than one too few. */
    private List<Silence> readable(List<SilenceEntity> rows) {
        return unreadable.leftOutOf("silence", rows, row -> row.id, SilenceEntity::toSilence);
    }
}
