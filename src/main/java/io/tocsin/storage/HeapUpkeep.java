package io.tocsin.storage;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Has the serial collector look through old objects when their part of the heap has grown. Java 17 does so itself before that
 * grows; later ones let it grow up to its limit, and what it once had stays resident. It is also done once after the start,
 * which leaves much that nobody needs again. Each time it is done again at the next look: the first may have met what was only
 * just being worked on, as the alerts of many rules that are new, and the heap would stay as large as that made it.
 */
final class HeapUpkeep {

    static final Duration PERIOD = Duration.ofSeconds(30);

    /** The look at which the start is over. */
    private static final int AFTER_START = 2;

    private static final int TIMES = 2;

    private static final String OLD_OBJECTS = "Tenured Gen";

    /** Whether this process has that collector. */
    static final class IsNeeded implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return ofProcess().isPresent();
        }
    }

    private final LongSupplier size;
    private final LongSupplier collections;
    private final Runnable collector;
    private long looks;
    private int left;
    private long sizeThen;
    private long collectionsThen;

    /**
     * @param size bytes that old objects have, free ones included
     * @param collections how often the collector looked through them
     */
    HeapUpkeep(LongSupplier size, LongSupplier collections, Runnable collector) {
        this.size = size;
        this.collections = collections;
        this.collector = collector;
    }

    /** Empty when this process has another collector. */
    static Optional<HeapUpkeep> ofProcess() {
        return pool().flatMap(pool -> collector()
                .map(collector -> new HeapUpkeep(
                        () -> pool.getUsage().getCommitted(), collector::getCollectionCount, System::gc)));
    }

    private static Optional<MemoryPoolMXBean> pool() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals(OLD_OBJECTS))
                .findFirst();
    }

    private static Optional<GarbageCollectorMXBean> collector() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> List.of(collector.getMemoryPoolNames()).contains(OLD_OBJECTS))
                .findFirst();
    }

    /** Called every {@link #PERIOD}, first when the process begins to work. */
    void look() {
        looks++;
        if (looks == AFTER_START || looks > AFTER_START && hasGrownUnseen()) {
            left = TIMES;
        }
        if (left > 0) {
            left--;
            collector.run();
        }
        sizeThen = size.getAsLong();
        collectionsThen = collections.getAsLong();
    }

    private boolean hasGrownUnseen() {
        return size.getAsLong() > sizeThen && collections.getAsLong() == collectionsThen;
    }
}
