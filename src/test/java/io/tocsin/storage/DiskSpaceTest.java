package io.tocsin.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.watch.Concern;
import io.tocsin.watch.Severity;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class DiskSpaceTest {

    private static final DiskSpaceProperties LIMITS =
            new DiskSpaceProperties(DataSize.ofMegabytes(512), DataSize.ofMegabytes(64));

    private final AtomicLong free = new AtomicLong(DataSize.ofGigabytes(20).toBytes());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DiskSpace space = new DiskSpace(Path.of("data"), LIMITS, true, free::get, registry);

    @Test
    void isNoConcernWhileThereIsRoom() {
        assertThat(space.concerns()).isEmpty();
        assertThat(space.isFull()).isFalse();
        assertThat(registry.get("tocsin.disk.free").gauge().value()).isEqualTo(free.get());
    }

    @Test
    void isToldBeforeTheDiskIsFullAndUnreadyWhenItIs() {
        free.set(DataSize.ofMegabytes(300).toBytes());
        assertThat(space.concerns()).singleElement().satisfies(concern -> {
            assertThat(concern.code()).isEqualTo("disk-low");
            assertThat(concern.severity()).isEqualTo(Severity.UNWATCHED);
            assertThat(concern.reason()).startsWith("300 MB are left, less than 512 MB; make room");
        });

        free.set(DataSize.ofMegabytes(63).toBytes());
        assertThat(space.concerns())
                .extracting(Concern::code, Concern::severity)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("disk-full", Severity.UNREADY));
        assertThat(space.isFull()).isTrue();
    }

    @Test
    void isKeptForStatesOnlyWhenItIsFullAndTheDatabaseIsOnIt() {
        DiskSpace ofAnotherDatabase = new DiskSpace(Path.of("data"), LIMITS, false, free::get, registry);
        assertThat(space.isKeptForStates()).isFalse();

        free.set(DataSize.ofMegabytes(63).toBytes());

        assertThat(space.isKeptForStates()).isTrue();
        assertThat(space.concerns().get(0).reason())
                .isEqualTo("63 MB are left, less than 64 MB; the history of evaluations is not written meanwhile;"
                        + " make room, or keep less (see Storage on the status page)");
        assertThat(ofAnotherDatabase.isKeptForStates()).isFalse();
        assertThat(ofAnotherDatabase.concerns().get(0).reason()).doesNotContain("history");
    }

    @Test
    void isNoConcernWhenTheDiskDoesNotSay() {
        free.set(DiskSpace.UNKNOWN);

        assertThat(space.concerns()).isEmpty();
    }

    @Test
    void isAskedOfTheDiskOfADirectory() {
        DiskSpace real = new DiskSpace(Path.of("."), LIMITS, true, registry);

        assertThat(real.freeBytes()).isPositive();
    }
}
