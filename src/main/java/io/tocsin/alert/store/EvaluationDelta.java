package io.tocsin.alert.store;

import io.tocsin.alert.EvaluationResult;
import io.tocsin.alert.RuleHealth;
import io.tocsin.bytes.ByteReader;
import io.tocsin.bytes.ByteWriter;
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

        private void write(ByteWriter out, EvaluationResult result) {
            Status status = new Status(result.health().name(), result.errorReason(), result.error());
            Integer place = places.get(status);
            out.putVarint(place == null ? known.size() : place);
            if (place == null) {
                add(status);
                out.putText(status.health());
                out.putText(status.reason());
                out.putText(status.error());
            }
        }

        private Status read(ByteReader in) {
            int place = in.readCount();
            if (place > known.size()) {
                throw new IllegalArgumentException("a status that was not written: " + place);
            }
            if (place == known.size()) {
                add(new Status(in.readText(), in.readText(), in.readText()));
            }
            return known.get(place);
        }

        private void add(Status status) {
            places.put(status, known.size());
            known.add(status);
        }
    }

    static void write(ByteWriter out, EvaluationRecord before, EvaluationRecord now, Statuses statuses) {
        EvaluationResult result = now.result();
        int flags = flags(before, now);
        out.putVarint(flags);
        if ((flags & STATUS) != 0) {
            statuses.write(out, result);
        }
        if ((flags & SERIES) != 0) {
            out.putVarint(result.series());
        }
        if ((flags & ACTIVE) != 0) {
            out.putVarint(now.active());
        }
        if ((flags & BYTES) != 0) {
            out.putSignedVarint(now.bytesRead() - before.bytesRead());
        }
        Double value = now.highestValue();
        if (value != null && (flags & VALUE_WHOLE) != 0) {
            out.putSignedVarint(value.longValue());
        } else if (value != null && (flags & VALUE_EXACT) != 0) {
            out.putLong(Double.doubleToLongBits(value));
        }
        out.putVarint(result.duration().toMillis());
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
            ByteReader in, EvaluationRecord before, Instant slot, boolean isLate, Statuses statuses) {
        EvaluationResult was = before.result();
        int flags = (int) in.readVarint();
        Statuses.Status status = (flags & STATUS) == 0
                ? new Statuses.Status(was.health().name(), was.errorReason(), was.error())
                : statuses.read(in);
        int series = (flags & SERIES) == 0 ? was.series() : (int) in.readVarint();
        int active = (flags & ACTIVE) == 0 ? before.active() : (int) in.readVarint();
        long bytesRead = (flags & BYTES) == 0 ? before.bytesRead() : before.bytesRead() + in.readSignedVarint();
        Double value = value(in, flags, before.highestValue());
        EvaluationResult result = new EvaluationResult(
                slot,
                StoredEnums.read(status.health(), RuleHealth.UNKNOWN),
                status.reason(),
                status.error(),
                Duration.ofMillis(in.readVarint()),
                series);
        return new EvaluationRecord(result, active, value, bytesRead, isLate);
    }

    private static @Nullable Double value(ByteReader in, int flags, @Nullable Double before) {
        if ((flags & VALUE_WHOLE) != 0) {
            return (double) in.readSignedVarint();
        }
        if ((flags & VALUE_EXACT) != 0) {
            return Double.longBitsToDouble(in.readLong());
        }
        return (flags & VALUE_GONE) != 0 ? null : before;
    }
}
