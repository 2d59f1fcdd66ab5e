package io.tocsin.logql.engine;

import io.tocsin.text.go.GoTime;
import java.time.Duration;
import java.time.Instant;

/** Nanosecond arithmetic that stops at the ends of a long instead of wrapping around. */
final class Nanos {

    private Nanos() {}

    static long of(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? -Long.MAX_VALUE : Long.MAX_VALUE;
        }
    }

    static long saturatedSubtract(long a, long b) {
        long difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0) {
            return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return difference;
    }

    static long saturatedAdd(long a, long b) {
        return b == Long.MIN_VALUE
                ? saturatedSubtract(saturatedSubtract(a, Long.MAX_VALUE), 1)
                : saturatedSubtract(a, -b);
    }

    static GoTime toGoTime(Instant instant) {
        return GoTime.ofSeconds(instant.getEpochSecond(), instant.getNano());
    }
}
