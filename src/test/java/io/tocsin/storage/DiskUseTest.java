package io.tocsin.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DiskUseTest {

    private final AtomicLong database = new AtomicLong(100);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void keepsTheLastFigureOfAStoreThatCannotSay() {
        DiskUse use = new DiskUse(
                List.of(
                        new Store("database", () -> {
                            if (database.get() < 0) {
                                throw new IllegalStateException("away");
                            }
                            return database.get();
                        }),
                        new Store("log_store", () -> 7)),
                registry);
        assertThat(use.all()).isEmpty();

        use.measure();
        database.set(-1);
        use.measure();

        assertThat(use.all())
                .containsExactly(new DiskUse.Measured("database", 100), new DiskUse.Measured("log_store", 7));
        assertThat(registry.get("tocsin.disk").tag("store", "database").gauge().value())
                .isEqualTo(100);
    }
}
