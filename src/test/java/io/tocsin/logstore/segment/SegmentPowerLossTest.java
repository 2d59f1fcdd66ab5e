package io.tocsin.logstore.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.database.file.WriteTrace;
import io.tocsin.database.file.WriteTrace.Loss;
import io.tocsin.label.Labels;
import io.tocsin.logstore.entry.LogEntry;
import io.tocsin.logstore.entry.StreamEntries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cuts the power at every step of a recorded run: what was synced before must be read again, and nothing else than was written. */
class SegmentPowerLossTest {

    private static final SegmentLog.SegmentLimits LIMITS = new SegmentLog.SegmentLimits(40_000, Duration.ofHours(1));
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final int PUSHES = 120;

    @TempDir
    Path directory;

    @Test
    void losesNothingThatWasSynced() throws IOException {
        WriteTrace trace = new WriteTrace();
        record(trace);
        Random random = new Random(7);
        for (int cut = 0; cut <= trace.size(); cut++) {
            for (Loss loss : Loss.values()) {
                Path place = Files.createDirectory(directory.resolve(cut + "-" + loss));
                trace.restore(cut, loss, random, place);

                List<Long> found = read(place);

                assertThat(found).as("cut %d %s", cut, loss).isSorted().doesNotHaveDuplicates();
                assertThat(found).as("cut %d %s", cut, loss).containsAll(promised(trace.promisedAt(cut)));
            }
        }
    }

    private void record(WriteTrace trace) throws IOException {
        Path home = directory.resolve("run");
        SegmentFile.Opener opener = path ->
                new TracedSegment(DiskFile.create(path), path.getFileName().toString(), trace);
        try (SegmentLog log = SegmentLog.open(home, LIMITS, opener, CLOCK)) {
            for (long push = 1; push <= PUSHES; push++) {
                log.append(EncodedPush.of(List.of(new StreamEntries(
                        Labels.of("job", "a"), List.of(new LogEntry(push, line(push), Labels.empty()))))));
                if (push % 7 == 0) {
                    log.sync();
                    trace.promise(push);
                }
            }
        }
    }

    private static byte[] line(long push) {
        return (push + " " + "x".repeat((int) (push * 37 % 1500))).getBytes(StandardCharsets.UTF_8);
    }

    private static List<Long> promised(long last) {
        List<Long> promised = new ArrayList<>();
        for (long push = 1; push <= last; push++) {
            promised.add(push);
        }
        return promised;
    }

    private static List<Long> read(Path place) throws IOException {
        List<Long> found = new ArrayList<>();
        try (SegmentLog log = SegmentLog.open(place, LIMITS, DiskFile::create, CLOCK)) {
            log.replay(stream -> stream.entries().forEach(entry -> {
                assertThat(entry.line()).isEqualTo(line(entry.timestampNanos()));
                found.add(entry.timestampNanos());
            }));
        }
        return found;
    }

    private static final class TracedSegment implements SegmentFile {

        private final SegmentFile file;
        private final String name;
        private final WriteTrace trace;
        private long end;

        TracedSegment(SegmentFile file, String name, WriteTrace trace) {
            this.file = file;
            this.name = name;
            this.trace = trace;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            file.write(bytes, from, length);
            trace.write(name, end, Arrays.copyOfRange(bytes, from, from + length));
            end += length;
        }

        @Override
        public void truncate(long length) throws IOException {
            file.truncate(length);
            trace.truncate(name, length);
            end = length;
        }

        @Override
        public void sync() {
            trace.force(name);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
