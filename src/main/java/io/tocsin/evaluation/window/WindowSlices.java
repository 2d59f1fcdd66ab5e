package io.tocsin.evaluation.window;

import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.logql.window.WindowPart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of the slices of one window that is asked for at regular times. A slice is read when its window is asked
 * for first, and once more at a later time, for lines that arrive late: so a line counts exactly as in a window that is
 * read as a whole, unless it arrives more than an interval after its slice was read first. What is not known, because
 * somebody else asked meanwhile or the process is new, is read then. For one thread at a time.
 *
 * <p>The slices lie on the grid of the times of asking. When the range is no multiple of the interval there are two to an
 * interval, and the window begins between them.
 */
public final class WindowSlices {

    /** Two points are two questions of one moment, which no cache of a data source answers from an earlier reading. */
    private static final int MOST_SINGLE = 2;

    private static final int INTERNED_AT_LEAST = 1_000;

    private final WindowPart part;
    private final long interval;
    private final long range;
    private final List<SliceKind> kinds;
    private final NavigableMap<Long, KnownSlice> known = new TreeMap<>();
    private Map<Labels, Labels> interned = new HashMap<>();
    private int mostInterned = INTERNED_AT_LEAST;
    private int samples;
    private long phase;

    /**
     * Slices of one length.
     *
     * @param beforeGrid how far before a time of asking they end
     * @param count how many of them a window has
     */
    private record SliceKind(long beforeGrid, long length, long count) {}

    /** @param readAt the newest time of asking for which it was read */
    private record KnownSlice(List<Sample> samples, long readAt) {}

    /**
     * What is to be asked: the same text at one or more times.
     *
     * @param last the first one plus a multiple of {@code step}
     */
    public record SliceQuestion(String text, Instant first, Instant last, Duration step) {

        public boolean isSingle() {
            return first.equals(last);
        }
    }

    /** @param interval from one time of asking to the next; less than the window's range */
    public WindowSlices(WindowPart part, Duration interval) {
        this.part = part;
        this.interval = interval.toMillis();
        this.range = part.range().toMillis();
        long rest = range % this.interval;
        long whole = range / this.interval;
        this.kinds = rest == 0
                ? List.of(new SliceKind(0, this.interval, whole))
                : List.of(new SliceKind(0, rest, whole + 1), new SliceKind(rest, this.interval - rest, whole));
    }

    public WindowPart part() {
        return part;
    }

    /** How many samples are kept. */
    public int samples() {
        return samples;
    }

    /** What must be read before the window that ends at a time can be put together; nothing when all is known. */
    public List<SliceQuestion> missing(Instant at) {
        long end = at.toEpochMilli();
        if (!known.isEmpty() && Math.floorMod(end, interval) != phase) {
            // The grid has moved, as when the group's query_offset was changed.
            clear();
        }
        List<SliceQuestion> questions = new ArrayList<>();
        for (SliceKind kind : kinds) {
            List<Long> run = new ArrayList<>();
            for (long index = kind.count() - 1; index >= 0; index--) {
                long until = end - kind.beforeGrid() - index * interval;
                if (isDue(until, end)) {
                    run.add(until);
                } else {
                    questions.addAll(questions(kind, run));
                    run.clear();
                }
            }
            questions.addAll(questions(kind, run));
        }
        return questions;
    }

    /** Whether a slice is to be read: it is not known, or was only read before late lines had arrived. */
    private boolean isDue(long until, long end) {
        KnownSlice slice = known.get(until);
        return slice == null || slice.readAt() < Math.min(end, until + interval);
    }

    private List<SliceQuestion> questions(SliceKind kind, List<Long> run) {
        String text = part.slice(Duration.ofMillis(kind.length()));
        if (run.size() <= MOST_SINGLE) {
            return run.stream().map(until -> question(text, until, until)).toList();
        }
        return List.of(question(text, run.get(0), run.get(run.size() - 1)));
    }

    private SliceQuestion question(String text, long first, long last) {
        return new SliceQuestion(
                text, Instant.ofEpochMilli(first), Instant.ofEpochMilli(last), Duration.ofMillis(interval));
    }

    /**
     * Takes in what was answered.
     *
     * @param answer the samples at each time of the question, by milliseconds; none where there were none
     * @param at the time of asking for which it was put
     * @return false when it is not plain which series a sample belongs to; then nothing is taken in
     */
    public boolean add(SliceQuestion question, Map<Long, List<Sample>> answer, Instant at) {
        if (!answer.values().stream().allMatch(part::isClear)) {
            return false;
        }
        phase = Math.floorMod(at.toEpochMilli(), interval);
        for (long until = question.first().toEpochMilli();
                until <= question.last().toEpochMilli();
                until += interval) {
            List<Sample> read = interned(answer.getOrDefault(until, List.of()));
            KnownSlice before = known.put(until, new KnownSlice(read, at.toEpochMilli()));
            samples += read.size() - (before == null ? 0 : before.samples().size());
        }
        return true;
    }

    /** The series of a rule come at every slot; their labels are kept once. */
    private List<Sample> interned(List<Sample> read) {
        if (interned.size() > mostInterned) {
            Map<Labels, Labels> used = new HashMap<>();
            known.values().forEach(slice -> slice.samples().forEach(one -> used.put(one.labels(), one.labels())));
            interned = used;
            mostInterned = Math.max(INTERNED_AT_LEAST, 2 * used.size());
        }
        return read.stream()
                .map(sample -> new Sample(interned.computeIfAbsent(sample.labels(), labels -> labels), sample.value()))
                .toList();
    }

    /** The value over the window that ends at a time; empty when not all of it is known. Forgets what is before it. */
    public Optional<List<Sample>> value(Instant at) {
        long end = at.toEpochMilli();
        forget(known.headMap(end - range, true));
        Collection<KnownSlice> slices =
                known.subMap(end - range, false, end, true).values();
        long expected = kinds.stream().mapToLong(SliceKind::count).sum();
        if (slices.size() != expected || Math.floorMod(end, interval) != phase) {
            return Optional.empty();
        }
        return Optional.of(part.joined(slices.stream().map(KnownSlice::samples).toList()));
    }

    private void forget(NavigableMap<Long, KnownSlice> old) {
        samples -=
                old.values().stream().mapToInt(slice -> slice.samples().size()).sum();
        old.clear();
    }

    /** Forgets all of them. */
    public void clear() {
        known.clear();
        interned.clear();
        samples = 0;
    }
}
