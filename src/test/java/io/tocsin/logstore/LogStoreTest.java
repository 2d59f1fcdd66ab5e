package io.tocsin.logstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.SettableClock;
import io.tocsin.logstore.entry.StreamEntries;
import io.tocsin.logstore.push.PushBodies;
import io.tocsin.logstore.push.PushException;
import io.tocsin.logstore.push.PushLimits;
import io.tocsin.logstore.push.RejectReason;
import io.tocsin.logstore.segment.DiskFile;
import io.tocsin.logstore.segment.SegmentFile;
import io.tocsin.watch.Concern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LogStoreTest {

    private static final long MIB = 1024 * 1024;

    @TempDir
    Path directory;

    private final FakeObserver observer = new FakeObserver();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-18T12:00:00Z"));

    @Test
    void holdsTheSameAfterARestart() throws IOException {
        List<JsonNode> corpus = CorpusEntries.lines("streams.jsonl");
        Map<String, List<String>> before;
        try (LogStore store = open(settings(Duration.ofDays(1), 64 * MIB, 5000))) {
            for (int from = 0; from < corpus.size(); from += 100) {
                push(store, CorpusEntries.pushBody(corpus.subList(from, Math.min(corpus.size(), from + 100))));
            }
            before = StoreContents.of(store);
        }

        try (LogStore store = open(settings(Duration.ofDays(1), 64 * MIB, 5000))) {
            assertThat(StoreContents.of(store)).isEqualTo(before);
            assertThat(store.replayReport().tornBytes()).isZero();
        }
        assertThat(before).hasSize(402);
        assertThat(before.values().stream().mapToInt(List::size).sum()).isEqualTo(5635);
        assertThat(observer.storedLines).isEqualTo(5635);
    }

    @Test
    void dropsByAgeInMemoryAndOnDisk() throws IOException {
        LogStoreSettings settings = settings(Duration.ofMinutes(10), 64 * MIB, 5000);
        try (LogStore store = open(settings)) {
            for (int minute = 0; minute < 30; minute++) {
                pushLine(store, "a", clock.instant(), "x".repeat(2000));
                clock.set(clock.instant().plus(Duration.ofMinutes(1)));
                store.retain();
            }

            assertThat(StoreContents.of(store).values())
                    .singleElement()
                    .satisfies(lines -> assertThat(lines).hasSizeBetween(9, 11));
            assertThat(store.segmentBytes()).isLessThan(16 * 2200L);
            clock.set(clock.instant().plus(Duration.ofMinutes(11)));
            store.retain();
            assertThat(store.streamCount()).isZero();
            assertThat(store.memoryBytes()).isZero();
        }
        assertThat(observer.dropped).containsEntry(LogStoreObserver.DropReason.AGE, 30L);
        try (LogStore store = open(settings)) {
            assertThat(store.streamCount()).isZero();
        }
    }

    @Test
    void dropsTheOldestAboveTheBoundOfBytes() throws IOException {
        try (LogStore store = open(settings(Duration.ofHours(2), MIB, 5000))) {
            for (int i = 0; i < 3000; i++) {
                pushLine(store, "a", clock.instant().plusMillis(i), i + " " + "x".repeat(1000));
                assertThat(store.memoryBytes()).isLessThanOrEqualTo(MIB);
            }
            store.retain();

            assertThat(store.segmentBytes()).isLessThanOrEqualTo(2 * MIB);
            assertThat(observer.dropped.get(LogStoreObserver.DropReason.BYTES)).isGreaterThan(1500L);
            assertThat(StoreContents.of(store).values())
                    .singleElement()
                    .satisfies(lines -> assertThat(lines.get(lines.size() - 1)).contains(" 2999 xxx"));
        }
    }

    @Test
    void refusesStreamsAboveTheLimitAndStoresTheOthers() throws IOException {
        try (LogStore store = open(settings(Duration.ofHours(2), MIB, 2))) {
            pushLine(store, "a", clock.instant(), "x");
            pushLine(store, "b", clock.instant(), "x");

            assertThatThrownBy(() -> pushLine(store, "c", clock.instant(), "x"))
                    .isInstanceOfSatisfying(
                            PushException.class, e -> assertThat(e.status()).isEqualTo(429))
                    .hasMessage("maximum active stream limit exceeded when trying to create stream {job=\"c\","
                            + " service_name=\"c\"}, reduce the number of active streams (reduce labels or reduce"
                            + " label values), or contact your Loki administrator to see if the limit can be"
                            + " increased, user: 'fake'");
            pushLine(store, "a", clock.instant(), "y");

            assertThat(store.streamCount()).isEqualTo(2);
            assertThat(observer.rejected).containsEntry(RejectReason.STREAM_LIMIT, 1);
        }
    }

    @Test
    void answers507OnAFullDiskAndLosesNothingAcknowledged() throws IOException {
        boolean[] full = {false};
        SegmentFile.Opener opener = path -> {
            SegmentFile file = DiskFile.create(path);
            return new FailingFile(file, full);
        };
        LogStoreSettings settings = settings(Duration.ofHours(2), MIB, 100);
        try (LogStore store = LogStore.open(settings, clock, observer, opener, () -> 1000 * MIB)) {
            pushLine(store, "a", clock.instant(), "one");
            full[0] = true;
            assertThatThrownBy(() -> pushLine(store, "a", clock.instant(), "two"))
                    .isInstanceOfSatisfying(
                            PushException.class, e -> assertThat(e.status()).isEqualTo(507))
                    .hasMessageContaining("No space left on device");
            assertThat(store.concernSource().concerns())
                    .extracting(Concern::code)
                    .containsExactly("log-store-refusing");
            full[0] = false;
            pushLine(store, "a", clock.instant(), "three");
            assertThat(lines(store)).containsExactly("one", "three");
            assertThat(store.concernSource().concerns()).isEmpty();
        }
        try (LogStore store = open(settings)) {
            assertThat(lines(store)).containsExactly("one", "three");
        }
    }

    @Test
    void refusesPushesBeforeTheDiskIsFullAndTakesThemAgain() throws IOException {
        long[] free = {5 * MIB};
        LogStoreSettings settings = settings(Duration.ofHours(2), MIB, 100);
        try (LogStore store = LogStore.open(settings, clock, observer, DiskFile::create, () -> free[0])) {
            pushLine(store, "a", clock.instant(), "one");
            free[0] = 3 * MIB;
            assertThatThrownBy(() -> pushLine(store, "a", clock.instant(), "two"))
                    .isInstanceOfSatisfying(
                            PushException.class, e -> assertThat(e.status()).isEqualTo(507))
                    .hasMessageContaining("TOCSIN_DISK_FULL");
            assertThat(store.concernSource().concerns())
                    .extracting(Concern::code)
                    .containsExactly("log-store-refusing");
            free[0] = 5 * MIB;
            pushLine(store, "a", clock.instant(), "three");
            assertThat(store.concernSource().concerns()).isEmpty();
            assertThat(lines(store)).containsExactly("one", "three");
        }
    }

    @Test
    void saysThatSegmentsAreDamagedForAsLongAsTheirLinesWouldHaveBeenKept() throws IOException {
        LogStoreSettings settings = settings(Duration.ofHours(2), MIB, 100);
        try (LogStore store = open(settings)) {
            pushLine(store, "a", clock.instant(), "one");
            pushLine(store, "a", clock.instant(), "two");
        }
        Path segment = directory.resolve("segment-0000000000000001.log");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[30] ^= 1;
        Files.write(segment, bytes);

        try (LogStore store = open(settings)) {
            assertThat(lines(store)).containsExactly("two");
            assertThat(store.concernSource().concerns())
                    .extracting(Concern::code)
                    .containsExactly("log-store-damaged");
            clock.set(clock.instant().plus(Duration.ofHours(3)));
            assertThat(store.concernSource().concerns()).isEmpty();
        }
    }

    @Test
    void listenersGetWhatIsStoredAndNotRepetitions() throws IOException {
        try (LogStore store = open(settings(Duration.ofHours(2), MIB, 100))) {
            List<StreamEntries> heard = new ArrayList<>();
            Consumer<StreamEntries> listener = heard::add;
            store.addListener(listener);
            Instant at = clock.instant();
            pushLine(store, "a", at, "x");
            pushLine(store, "a", at, "x");
            store.removeListener(listener);
            pushLine(store, "a", at, "y");

            assertThat(heard).extracting(stream -> stream.entries().size()).containsExactly(1);
        }
    }

    private record FailingFile(SegmentFile file, boolean[] full) implements SegmentFile {

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            file.write(bytes, from, full[0] ? length / 2 : length);
            if (full[0]) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void truncate(long length) throws IOException {
            file.truncate(length);
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private LogStore open(LogStoreSettings settings) throws IOException {
        return LogStore.open(settings, clock, observer);
    }

    private LogStoreSettings settings(Duration maxAge, long maxBytes, int maxStreams) {
        return new LogStoreSettings(
                directory,
                maxAge,
                maxBytes,
                2 * maxBytes,
                maxStreams,
                Duration.ofSeconds(1),
                4 * MIB,
                PushLimits.lokiDefaults(true, maxAge));
    }

    private static void pushLine(LogStore store, String job, Instant at, String line) {
        push(
                store,
                PushBodies.json("{\"streams\":[{\"stream\":{\"job\":\"%s\"},\"values\":[[\"%d%09d\",\"%s\"]]}]}"
                        .formatted(job, at.getEpochSecond(), at.getNano(), line)));
    }

    private static void push(LogStore store, byte[] body) {
        store.push(body, "application/json", "");
    }

    private static List<String> lines(LogStore store) {
        return StoreContents.of(store).values().stream()
                .flatMap(List::stream)
                .map(line -> line.split(" ")[1])
                .toList();
    }
}
