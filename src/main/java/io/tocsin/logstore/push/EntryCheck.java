package io.tocsin.logstore.push;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The rules that single entries must keep, at one moment. */
final class EntryCheck {

    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final PushLimits limits;
    private final long oldestNanos;
    private final long newestNanos;

    EntryCheck(PushLimits limits, Instant now) {
        this.limits = limits;
        this.oldestNanos =
                limits.age().rejectOld() ? nanosOf(now.minus(limits.age().maxAge())) : Long.MIN_VALUE;
        this.newestNanos = nanosOf(now.plus(limits.age().maxAhead()));
    }

    record Violation(RejectReason reason, String message) {}

    @Nullable
    Violation violation(String labels, PushedStream.PushedEntry entry) {
        long timestamp = entry.timestampNanos();
        if (timestamp < oldestNanos) {
            return new Violation(
                    RejectReason.TOO_OLD,
                    "entry for stream '" + labels + "' has timestamp too old: " + time(timestamp)
                            + ", oldest acceptable timestamp is: " + time(oldestNanos));
        }
        if (timestamp > newestNanos) {
            return new Violation(
                    RejectReason.TOO_FAR_AHEAD,
                    "entry for stream '" + labels + "' has timestamp too new: " + time(timestamp));
        }
        if (entry.line().length > limits.maxLineBytes()) {
            return new Violation(
                    RejectReason.LINE_TOO_LONG,
                    "max entry size '" + limits.maxLineBytes() + "' bytes exceeded for stream '" + labels
                            + "' while adding an entry with length '" + entry.line().length + "' bytes");
        }
        return entry.metadata().isEmpty() ? null : metadataViolation(labels, entry);
    }

    private @Nullable Violation metadataViolation(String labels, PushedStream.PushedEntry entry) {
        int size = entry.metadataSizeBytes();
        if (size > limits.metadata().maxBytes()) {
            return new Violation(
                    RejectReason.METADATA_TOO_LARGE,
                    "stream '" + labels + "' has structured metadata too large: '" + size + "' bytes, limit: '"
                            + limits.metadata().maxBytes()
                            + "' bytes. Please see `limits_config.max_structured_metadata_size` or contact your Loki"
                            + " administrator to increase it");
        }
        int count = entry.metadata().size() / 2;
        if (count > limits.metadata().maxNames()) {
            return new Violation(
                    RejectReason.METADATA_TOO_MANY,
                    "stream '" + labels + "' has too many structured metadata labels: '" + count + "', limit: '"
                            + limits.metadata().maxNames()
                            + "'. Please see `limits_config.max_structured_metadata_entries_count` or contact your"
                            + " Loki administrator to increase it");
        }
        return null;
    }

    private static String time(long nanos) {
        return RFC_3339.format(Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND)));
    }

    private static long nanosOf(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
        } catch (ArithmeticException e) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
