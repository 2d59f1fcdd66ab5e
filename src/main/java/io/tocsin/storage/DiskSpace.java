package io.tocsin.storage;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/** The space left on the disk of the data directory. Little of it is a concern before it is none. */
public final class DiskSpace implements ConcernSource {

    /** The answer of {@link #freeBytes()} when the disk does not say. */
    public static final long UNKNOWN = -1;

    private static final String WITHOUT_HISTORY = "; the history of evaluations is not written meanwhile";

    private static final Logger log = LoggerFactory.getLogger(DiskSpace.class);

    private final Path directory;
    private final DiskSpaceProperties limits;
    private final boolean holdsDatabase;
    private final LongSupplier free;

    /** @param holdsDatabase whether the database is a file in the directory */
    DiskSpace(Path directory, DiskSpaceProperties limits, boolean holdsDatabase, MeterRegistry registry) {
        this(directory, limits, holdsDatabase, () -> usable(directory), registry);
    }

    DiskSpace(
            Path directory,
            DiskSpaceProperties limits,
            boolean holdsDatabase,
            LongSupplier free,
            MeterRegistry registry) {
        this.directory = directory.toAbsolutePath().normalize();
        this.limits = limits;
        this.holdsDatabase = holdsDatabase;
        this.free = free;
        Gauge.builder("tocsin.disk.free", this, DiskSpace::freeBytes)
                .description("What this process may still write to the disk of the data directory; -1: not known")
                .baseUnit("bytes")
                .register(registry);
    }

    private static long usable(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            log.debug("Free space not known: directory={}", directory, e);
            return UNKNOWN;
        }
    }

    /** What may still be written, or {@link #UNKNOWN}. */
    public long freeBytes() {
        return free.getAsLong();
    }

    /** Whether there is so little left that the database may not be able to commit. */
    public boolean isFull() {
        return isBelow(limits.full());
    }

    /** Whether the database is to go without what is only looked at, so that the room that is left lasts for states and messages. */
    public boolean isKeptForStates() {
        return holdsDatabase && isFull();
    }

    private boolean isBelow(DataSize size) {
        long bytes = freeBytes();
        return bytes != UNKNOWN && bytes < size.toBytes();
    }

    @Override
    public List<Concern> concerns() {
        if (isFull()) {
            return List.of(concern("disk-full", Severity.UNREADY, limits.full(), holdsDatabase ? WITHOUT_HISTORY : ""));
        }
        if (isBelow(limits.low())) {
            return List.of(concern("disk-low", Severity.UNWATCHED, limits.low(), ""));
        }
        return List.of();
    }

    private Concern concern(String code, Severity severity, DataSize limit, String consequence) {
        return new Concern(
                code,
                severity,
                directory.toString(),
                DataSize.ofBytes(freeBytes()).toMegabytes() + " MB are left, less than " + limit.toMegabytes() + " MB"
                        + consequence + "; make room, or keep less (see Storage on the status page)");
    }
}
