package io.tocsin.storage;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.springframework.util.unit.DataSize;

/** A disk with the database on it, which has as much room as a test says. */
public final class TestDisks {

    /** Below this it is full. */
    public static final long FULL = DataSize.ofMegabytes(64).toBytes();

    private TestDisks() {}

    public static DiskSpace with(LongSupplier freeBytes) {
        DiskSpaceProperties limits = new DiskSpaceProperties(DataSize.ofBytes(2 * FULL), DataSize.ofBytes(FULL));
        return new DiskSpace(Path.of("data"), limits, true, freeBytes, new SimpleMeterRegistry());
    }
}
