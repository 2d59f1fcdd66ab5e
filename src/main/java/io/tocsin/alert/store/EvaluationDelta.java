package io.tocsin.alert.store;

import io.tocsin.alert.EvaluationResult;
import io.tocsin.alert.RuleHealth;
import io.tocsin.database.StoredEnums;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One evaluation of a rule as bytes: what is not as it was at the evaluation before. The reader knows the slot already. */
final class EvaluationDelta {

    /** What a rule's first evaluation is told against. */
    static final EvaluationRecord NOTHING = new EvaluationRecord(
            new EvaluationResult(Instant.EPOCH, RuleHealth.OK, "", "", Duration.ZERO, 0), 0, null, 0, false);

    private static final int STATUS = 1;
    private static final int SERIES = 2;
    private static final int ACTIVE = 4;
    private static final int BYTES = 8;
    private static final int VALUE_WHOLE = 16;
    private static final int VALUE_EXACT = 32;
    private static final int VALUE_GONE = 64;

    private EvaluationDelta() {}

    /** How a rule can be, in few bytes: each is written once in a chunk, and then named by its place. */
    static final class Statuses {

        private final List<Status> known = new ArrayList<>();
        private final Map<Status, Integer> places = new LinkedHashMap<>();

        private record Status(String health, String reason, String error) {}

        Statuses copy() {
            Statuses copy = new Statuses();
            copy.known.addAll(known);
            copy.places.putAll(places);
            return copy;
        }

        private void write(ChunkBytes.Writer out, EvaluationResult result) {
            Status status = new Status(result.health().name(), result.errorReason(), result.error());
            Integer place = places.get(status);
            out.unsigned(place == null ? known.size() : place);
            if (place == null) {
                add(status);
                out.text(status.health());
                out.text(status.reason());
                out.text(status.error());
            }
        }

        private Status read(ChunkBytes.Reader in) {
            int place = in.count();
            if (place > known.size()) {
                throw new IllegalArgumentException("a status that was not written: " + place);
            }
            if (place == known.size()) {
                add(new Status(in.text(), in.text(), in.text()));
            }
            return known.get(place);
        }

        private void add(Status status) {
            places.put(status, known.size());
            known.add(status);
        }
    }

    static void write(ChunkBytes.Writer out, EvaluationRecord before, EvaluationRecord now, Statuses statuses) {
        EvaluationResult result = now.result();
        int flags = flags(before, now);
        out.unsigned(flags);
        if ((flags & STATUS) != 0) {
            statuses.write(out, result);
        }
        if ((flags & SERIES) != 0) {
            out.unsigned(result.series());
        }
        if ((flags & ACTIVE) != 0) {
            out.unsigned(now.active());
        }
        if ((flags & BYTES) != 0) {
            out.signed(now.bytesRead() - before.bytesRead());
        }
        Double value = now.highestValue();
        if (value != null && (flags & VALUE_WHOLE) != 0) {
            out.signed(value.longValue());
        } else if (value != null && (flags & VALUE_EXACT) != 0) {
            out.bits(Double.doubleToLongBits(value));
        }
        out.unsigned(result.duration().toMillis());
    }

    private static int flags(EvaluationRecord before, EvaluationRecord now) {
        EvaluationResult was = before.result();
        EvaluationResult is = now.result();
        boolean isOtherStatus = was.health() != is.health()
                || !was.errorReason().equals(is.errorReason())
                || !was.error().equals(is.error());
        return (isOtherStatus ? STATUS : 0)
                | (was.series() == is.series() ? 0 : SERIES)
                | (before.active() == now.active() ? 0 : ACTIVE)
                | (before.bytesRead() == now.bytesRead() ? 0 : BYTES)
                | (Objects.equals(before.highestValue(), now.highestValue()) ? 0 : form(now.highestValue()));
    }

    /** Minus zero is another number than zero. */
    private static int form(@Nullable Double value) {
        if (value == null) {
            return VALUE_GONE;
        }
        boolean isWhole = Double.doubleToLongBits((double) value.longValue()) == Double.doubleToLongBits(value);
        return isWhole ? VALUE_WHOLE : VALUE_EXACT;
    }

    static EvaluationRecord read(
            ChunkBytes.Reader in, EvaluationRecord before, Instant slot, boolean isLate, Statuses statuses) {
        EvaluationResult was = before.result();
        int flags = (int) in.unsigned();
        Statuses.Status status = (flags & STATUS) == 0
                ? new Statuses.Status(was.health().name(), was.errorReason(), was.error())
                : statuses.read(in);
        int series = (flags & SERIES) == 0 ? was.series() : (int) in.unsigned();
        int active = (flags & ACTIVE) == 0 ? before.active() : (int) in.unsigned();
        long bytesRead = (flags & BYTES) == 0 ? before.bytesRead() : before.bytesRead() + in.signed();
        Double value = value(in, flags, before.highestValue());
        EvaluationResult result = new EvaluationResult(
                slot,
                StoredEnums.read(status.health(), RuleHealth.UNKNOWN),
                status.reason(),
                status.error(),
                Duration.ofMillis(in.unsigned()),
                series);
        return new EvaluationRecord(result, active, value, bytesRead, isLate);
    }

    private static @Nullable Double value(ChunkBytes.Reader in, int flags, @Nullable Double before) {
        if ((flags & VALUE_WHOLE) != 0) {
            return (double) in.signed();
        }
        if ((flags & VALUE_EXACT) != 0) {
            return Double.longBitsToDouble(in.bits());
        }
        return (flags & VALUE_GONE) != 0 ? null : before;
    }
}
