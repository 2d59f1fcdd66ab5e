package io.tocsin.storage;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each store takes on its disk, measured now and then, so that pages and scrapes never wait for a database. */
public final class DiskUse {

    private static final Logger log = LoggerFactory.getLogger(DiskUse.class);

    /** How often the stores are measured. */
    public static final Duration PERIOD = Duration.ofSeconds(15);

    private final List<Store> stores;
    private final Map<String, Long> bytes = new ConcurrentHashMap<>();

    public DiskUse(List<Store> stores, MeterRegistry registry) {
        this.stores = List.copyOf(stores);
        for (Store store : stores) {
            Gauge.builder("tocsin.disk", bytes, known -> known.getOrDefault(store.name(), 0L))
                    .description("What a store takes on its disk")
                    .baseUnit("bytes")
                    .tag("store", store.name())
                    .register(registry);
        }
    }

    /** What one store took when it was measured last. */
    public record Measured(String store, long bytes) {}

    /** Asks every store; one that cannot say keeps its last figure. */
    public void measure() {
        for (Store store : stores) {
            try {
                bytes.put(store.name(), store.bytes().getAsLong());
            } catch (RuntimeException e) {
                log.debug("Size not known: store={}", store.name(), e);
            }
        }
    }

    /** The stores that were measured at least once, in the order in which they were given. Never blocks. */
    public List<Measured> all() {
        List<Measured> all = new ArrayList<>();
        for (Store store : stores) {
            Long known = bytes.get(store.name());
            if (known != null) {
                all.add(new Measured(store.name(), known));
            }
        }
        return all;
    }
}
