package io.tocsin.evaluation.state;

import io.tocsin.evaluation.state.Sighting.SightingWindow;
import io.tocsin.rule.Absence;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which windows a rule that watches for absence asks for. The data source is never asked for more at once than an hour,
 * or a twenty-fourth of {@code seen_within}: what lies further back is asked for piece by piece, one in each slot.
 */
public final class AbsencePlan {

    private static final Duration LEAST_REACH = Duration.ofHours(1);
    private static final int PIECES = 24;

    private final Absence absence;
    private final Duration interval;
    private final Duration reach;
    private final Instant watchedSince;

    /** @param watchedSince what was silent already before this time has not fallen silent, and is not looked for */
    public AbsencePlan(Absence absence, Duration interval, Instant watchedSince) {
        this.absence = absence;
        this.interval = interval;
        this.watchedSince = watchedSince;
        this.reach = longer(interval, longer(LEAST_REACH, absence.seenWithin().dividedBy(PIECES)));
    }

    /** The newest lines: those since the last question, or a first look. */
    public SightingWindow newest(EntityMemory memory, Instant at) {
        SightingWindow known = memory.known();
        if (known == null || known.until().isBefore(at.minus(reach))) {
            return new SightingWindow(at.minus(shorter(absence.missingFor(), reach)), at);
        }
        return new SightingWindow(known.until().isBefore(at) ? known.until() : at.minus(interval), at);
    }

    /** The window of one slot alone. */
    public SightingWindow own(Instant at) {
        return new SightingWindow(at.minus(interval), at);
    }

    /** The next piece further back; empty when all of {@code seen_within} is known. */
    public Optional<SightingWindow> older(EntityMemory memory, Instant at) {
        SightingWindow known = memory.known();
        if (known == null) {
            return Optional.empty();
        }
        Instant missing = at.minus(absence.missingFor());
        Instant remembered = at.minus(absence.seenWithin());
        Instant watched = watchedSince.isBefore(missing) ? watchedSince : missing;
        Instant oldest = remembered.isAfter(watched) ? remembered : watched;
        // An entity counts as seen at the end of its piece, so no piece may hide that one is missing already.
        Instant least = known.after().isAfter(missing) ? missing : oldest;
        Instant from = known.after().minus(reach);
        Instant after = from.isBefore(least) ? least : from;
        return after.isBefore(known.after()) ? Optional.of(new SightingWindow(after, known.after())) : Optional.empty();
    }

    /**
     * The window in which entities that seem to be missing are looked for once more, because lines may have come late;
     * empty when nobody is newly missing.
     */
    public Optional<SightingWindow> recheck(EntityMemory before, EntityMemory after, Instant at) {
        SightingWindow known = before.known();
        boolean isNobodyNew = before.missing(lastAsked(known, at), absence).containsAll(after.missing(at, absence));
        return isNobodyNew
                ? Optional.empty()
                : Optional.of(new SightingWindow(at.minus(shorter(absence.missingFor(), reach)), at));
    }

    private static Instant lastAsked(@Nullable SightingWindow known, Instant at) {
        return known == null ? at : known.until();
    }

    /**
     * When an entity that was found by such a recheck counts as seen. Its line lies somewhere in the window, so it is
     * looked for again at the next slot; where the window is only the last part of {@code missing_for}, at its end.
     */
    public Instant seenAt(SightingWindow recheck) {
        Instant nextTime = recheck.after().plus(interval);
        boolean isWhole = !recheck.after().isAfter(recheck.until().minus(absence.missingFor()));
        return isWhole && nextTime.isBefore(recheck.until()) ? nextTime : recheck.until();
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
