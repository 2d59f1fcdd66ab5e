package io.tocsin.alert.store;

import io.tocsin.alert.EvaluationResult;
import io.tocsin.bytes.ByteReader;
import io.tocsin.bytes.ByteWriter;
import io.tocsin.rule.RuleKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The evaluations of one group's rules at some slots, in few bytes: of each rule what is not as it was at its slot before.
 * An evaluation like the last one takes two or three bytes. Immutable.
 *
 * <p>After a number for the form each slot is its flags, the rules unless they are all rules of the chunk, the change of the
 * distance to the slot before in microseconds, and an {@link EvaluationDelta} of each rule.
 */
public final class EvaluationChunk {

    /** Without any evaluation. */
    public static final EvaluationChunk EMPTY = new EvaluationChunk(new byte[0], new Course());

    /** Above this a new one is begun, so that the row in which it grows stays small. */
    private static final int FULL_ABOVE = 1_500;

    private static final int FORM = 1;
    private static final int LATE = 1;
    private static final int ALL_RULES = 2;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final byte[] bytes;
    private final Course course;

    private EvaluationChunk(byte[] bytes, Course course) {
        this.bytes = bytes;
        this.course = course;
    }

    /** One evaluation of one rule, by {@link #numberOf}. */
    record RuleAtSlot(long rule, EvaluationRecord evaluation) {}

    /** How far the slots have come: what the next one is told against. Times are in microseconds. */
    private static final class Course {

        private final Map<Long, EvaluationRecord> newest = new LinkedHashMap<>();
        private EvaluationDelta.Statuses statuses = new EvaluationDelta.Statuses();
        private long first = Long.MAX_VALUE;
        private long highest = Long.MIN_VALUE;
        private long last;
        private long distance;

        private Course copy() {
            Course copy = new Course();
            copy.newest.putAll(newest);
            copy.statuses = statuses.copy();
            copy.first = first;
            copy.highest = highest;
            copy.last = last;
            copy.distance = distance;
            return copy;
        }

        private void move(long slot) {
            distance = newest.isEmpty() ? 0 : slot - last;
            last = slot;
            first = Math.min(first, slot);
            highest = Math.max(highest, slot);
        }

        /** Whether these are all rules that the chunk knows, in its order. */
        private boolean isAll(long[] rules) {
            if (rules.length != newest.size()) {
                return false;
            }
            int place = 0;
            for (long known : newest.keySet()) {
                if (known != rules[place++]) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The number by which the chunks of a group know a rule. */
    static long numberOf(RuleKey rule) {
        long hash = rule.labels().value();
        for (int i = 0; i < rule.alert().length(); i++) {
            hash = (hash ^ rule.alert().charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** @throws IllegalArgumentException if this version cannot read it */
    static EvaluationChunk read(byte @Nullable [] bytes) {
        return bytes == null || bytes.length == 0
                ? EMPTY
                : new EvaluationChunk(bytes, decode(bytes, new ArrayList<>()));
    }

    /** In the order in which they were written. */
    List<RuleAtSlot> entries() {
        List<RuleAtSlot> entries = new ArrayList<>();
        decode(bytes, entries);
        return entries;
    }

    /** A rule's newest evaluation; null when the chunk has none of it. */
    @Nullable
    EvaluationRecord newestOf(RuleKey rule) {
        return course.newest.get(numberOf(rule));
    }

    boolean isEmpty() {
        return bytes.length == 0;
    }

    boolean isFull() {
        return bytes.length > FULL_ABOVE;
    }

    int size() {
        return bytes.length;
    }

    Instant firstSlot() {
        return instant(course.first);
    }

    Instant lastSlot() {
        return instant(course.highest);
    }

    /** What is to be stored; null when there is nothing. */
    byte @Nullable [] stored() {
        return isEmpty() ? null : bytes.clone();
    }

    /** The same with the evaluations of one more slot, which are all of the same time. */
    EvaluationChunk with(Map<RuleKey, EvaluationRecord> slot) {
        if (slot.isEmpty()) {
            return this;
        }
        ByteWriter out = new ByteWriter(bytes.length + 128);
        out.putBytes(bytes);
        if (isEmpty()) {
            out.putVarint(FORM);
        }
        Course after = course.copy();
        EvaluationRecord any = slot.values().iterator().next();
        long[] rules =
                slot.keySet().stream().mapToLong(EvaluationChunk::numberOf).toArray();
        boolean isAll = after.isAll(rules);
        out.putVarint((any.isLate() ? LATE : 0) | (isAll ? ALL_RULES : 0));
        if (!isAll) {
            out.putVarint(rules.length);
            for (long rule : rules) {
                out.putLong(rule);
            }
        }
        after.move(ChronoUnit.MICROS.between(Instant.EPOCH, any.result().slot()));
        out.putSignedVarint(isEmpty() ? after.last : after.distance - course.distance);
        int place = 0;
        for (EvaluationRecord evaluation : slot.values()) {
            long rule = rules[place++];
            EvaluationRecord stored = asStored(evaluation);
            EvaluationRecord before = after.newest.getOrDefault(rule, EvaluationDelta.NOTHING);
            EvaluationDelta.write(out, before, stored, after.statuses);
            after.newest.put(rule, stored);
        }
        return new EvaluationChunk(out.toByteArray(), after);
    }

    private static EvaluationRecord asStored(EvaluationRecord evaluation) {
        EvaluationResult result = evaluation.result();
        return new EvaluationRecord(
                new EvaluationResult(
                        result.slot().truncatedTo(ChronoUnit.MICROS),
                        result.health(),
                        result.errorReason(),
                        RuleRecords.limited(result.error()),
                        Duration.ofMillis(result.duration().toMillis()),
                        result.series()),
                evaluation.active(),
                evaluation.highestValue(),
                evaluation.bytesRead(),
                evaluation.isLate());
    }

    private static Course decode(byte[] bytes, List<RuleAtSlot> entries) {
        ByteReader in = new ByteReader(ByteBuffer.wrap(bytes));
        Course course = new Course();
        if (in.hasMore() && in.readVarint() != FORM) {
            throw new IllegalArgumentException("evaluations in the form of another version");
        }
        while (in.hasMore()) {
            int flags = in.readCount();
            long[] rules = (flags & ALL_RULES) == 0
                    ? rules(in)
                    : course.newest.keySet().stream().mapToLong(Long::longValue).toArray();
            long change = in.readSignedVarint();
            course.move(course.newest.isEmpty() ? change : course.last + course.distance + change);
            Instant slot = instant(course.last);
            for (long rule : rules) {
                EvaluationRecord before = course.newest.getOrDefault(rule, EvaluationDelta.NOTHING);
                EvaluationRecord now = EvaluationDelta.read(in, before, slot, (flags & LATE) != 0, course.statuses);
                course.newest.put(rule, now);
                entries.add(new RuleAtSlot(rule, now));
            }
        }
        return course;
    }

    private static long[] rules(ByteReader in) {
        long[] rules = new long[in.readCount()];
        for (int i = 0; i < rules.length; i++) {
            rules[i] = in.readLong();
        }
        return rules;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
