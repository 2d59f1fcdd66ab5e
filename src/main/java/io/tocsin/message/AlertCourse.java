package io.tocsin.message;

import io.tocsin.alert.ResolveReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an alert has gone so far: its values and its times.
 *
 * @param value the newest value at which it was active
 * @param presentValue at a resolve, the value now; null when unknown
 * @param resolvedAt null while it fires
 * @param resolveReason null while it fires
 */
public record AlertCourse(
        double value,
        @Nullable Double presentValue,
        Instant activeAt,
        Instant firedAt,
        @Nullable Instant resolvedAt,
        @Nullable ResolveReason resolveReason) {}
