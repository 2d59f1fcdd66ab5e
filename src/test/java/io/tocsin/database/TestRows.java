package io.tocsin.database;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;

/** For stores without Spring. */
public final class TestRows {

    private TestRows() {}

    public static UnreadableRows unreadable() {
        return new UnreadableRows(new SimpleMeterRegistry(), Clock.systemUTC());
    }
}
