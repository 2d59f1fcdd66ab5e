package io.tocsin.ruletest;

import io.tocsin.text.go.PrometheusDuration;
import java.time.Duration;
import java.time.Instant;

/** TestTimes of a test as they are written in it. */
final class TestTimes {

    private TestTimes() {}

    /** As in {@code 5m}. */
    static String of(Instant time) {
        return of(Duration.between(Instant.EPOCH, time));
    }

    static String of(Duration sinceStart) {
        return PrometheusDuration.format(sinceStart);
    }
}
