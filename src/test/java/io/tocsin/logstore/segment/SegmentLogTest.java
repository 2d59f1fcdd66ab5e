package io.tocsin.logstore.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentLogTest {

    private static final SegmentLog.SegmentLimits LIMITS = new SegmentLog.SegmentLimits(100_000, Duration.ofHours(1));
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    @TempDir
    Path directory;

    @Test
    void readsBackWhatWasAppended() throws IOException {
        writeLines(1, 2, 3);

        assertThat(replayed()).containsExactly("1 line 1", "2 line 2", "3 line 3");
    }

    @Test
    void cutsOffATornRecordAndGoesOn() throws IOException {
        writeLines(1, 2);
        byte[] whole = Files.readAllBytes(onlySegment());
        for (int cut = 1; cut < 40; cut++) {
            Files.write(onlySegment(), Arrays.copyOf(whole, whole.length - cut));

            try (SegmentLog log = open()) {
                List<String> lines = new ArrayList<>();
                ReplayReport report = log.replay(stream -> addLines(stream, lines));
                assertThat(lines).containsExactly("1 line 1");
                assertThat(report.tornBytes()).isPositive();
                assertThat(report.damagedBytes()).isZero();
            }
            assertThat(Files.size(onlySegment())).isEqualTo(whole.length / 2);
        }
    }

    @Test
    void skipsADamagedRecordAndTellsIt() throws IOException {
        writeLines(1, 2, 3);
        byte[] whole = Files.readAllBytes(onlySegment());
        int record = whole.length / 3;
        for (int damaged = record; damaged < 2 * record; damaged++) {
            byte[] copy = whole.clone();
            copy[damaged] ^= 0x5a;
            Files.write(onlySegment(), copy);

            try (SegmentLog log = open()) {
                List<String> lines = new ArrayList<>();
                ReplayReport report = log.replay(stream -> addLines(stream, lines));
                assertThat(lines).as("byte %d", damaged).containsExactly("1 line 1", "3 line 3");
                assertThat(report.damagedBytes()).isEqualTo(record);
                assertThat(report.damagedRegions()).isEqualTo(1);
                assertThat(report.tornBytes()).isZero();
            }
        }
    }

    @Test
    void survivesASegmentOfGarbage() throws IOException {
        writeLines(1);
        Files.writeString(directory.resolve("segment-0000000000000000.log"), "no segment at all");

        assertThat(replayed()).containsExactly("1 line 1");
    }

    @Test
    void refusesASecondUserOfTheDirectory() throws IOException {
        try (SegmentLog log = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(LogStoreLockedException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("TOCSIN_DATA_DIR");
            assertThat(log.sizeBytes()).isZero();
        }
        open().close();
    }

    @Test
    void deletesWholeSegmentsByAgeAndBySize() throws IOException {
        SegmentLog.SegmentLimits tiny = new SegmentLog.SegmentLimits(1, Duration.ofHours(1));
        try (SegmentLog log = SegmentLog.open(directory, tiny, DiskFile::create, CLOCK)) {
            for (int i = 1; i <= 10; i++) {
                log.append(push(i, "line " + i));
            }
            long size = log.sizeBytes();
            assertThat(segments()).hasSize(10);

            assertThat(log.retain(4, Long.MAX_VALUE)).isEqualTo(3);
            assertThat(log.retain(0, size * 4 / 10 + 1)).isEqualTo(3);
            assertThat(log.sizeBytes()).isLessThanOrEqualTo(size * 4 / 10 + 1);
        }
        assertThat(replayed()).containsExactly("7 line 7", "8 line 8", "9 line 9", "10 line 10");
    }

    @Test
    void takesBackAPartialWriteWhenTheDiskIsFull() throws IOException {
        FullDisk disk = new FullDisk();
        try (SegmentLog log = SegmentLog.open(directory, LIMITS, disk::create, CLOCK)) {
            log.append(push(1, "line 1"));
            disk.freeBytes = 20;
            assertThatThrownBy(() -> log.append(push(2, "line 2"))).hasMessage("No space left on device");
            disk.freeBytes = Long.MAX_VALUE;
            log.append(push(3, "line 3"));
        }

        assertThat(replayed()).containsExactly("1 line 1", "3 line 3");
    }

    @Test
    void goesOnInANewSegmentWhenAPartialWriteStays() throws IOException {
        FullDisk disk = new FullDisk();
        try (SegmentLog log = SegmentLog.open(directory, LIMITS, disk::create, CLOCK)) {
            log.append(push(1, "line 1"));
            disk.freeBytes = 20;
            disk.canTruncate = false;
            assertThatThrownBy(() -> log.append(push(2, "line 2"))).isInstanceOf(IOException.class);
            disk.freeBytes = Long.MAX_VALUE;
            log.append(push(3, "line 3"));
        }

        assertThat(segments()).hasSize(2);
        assertThat(replayed()).containsExactly("1 line 1", "3 line 3");
    }

    /** A disk that runs full in the middle of a write. */
    private static final class FullDisk {

        private long freeBytes = Long.MAX_VALUE;
        private boolean canTruncate = true;

        SegmentFile create(Path path) throws IOException {
            SegmentFile file = DiskFile.create(path);
            return new SegmentFile() {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    int possible = (int) Math.min(length, freeBytes);
                    file.write(bytes, from, possible);
                    if (possible < length) {
                        throw new IOException("No space left on device");
                    }
                }

                @Override
                public void truncate(long length) throws IOException {
                    if (!canTruncate) {
                        throw new IOException("Input/output error");
                    }
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
            };
        }
    }

    private void writeLines(long... timestamps) throws IOException {
        try (SegmentLog log = open()) {
            for (long timestamp : timestamps) {
                log.append(push(timestamp, "line " + timestamp));
            }
        }
    }

    private List<String> replayed() throws IOException {
        List<String> lines = new ArrayList<>();
        try (SegmentLog log = open()) {
            log.replay(stream -> addLines(stream, lines));
        }
        return lines;
    }

    private SegmentLog open() throws IOException {
        return SegmentLog.open(directory, LIMITS, DiskFile::create, CLOCK);
    }

    private Path onlySegment() throws IOException {
        assertThat(segments()).hasSize(1);
        return segments().get(0);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private static EncodedPush push(long timestamp, String line) {
        LogEntry entry =
                new LogEntry(timestamp, line.getBytes(StandardCharsets.UTF_8), Labels.of("detected_level", "unknown"));
        return EncodedPush.of(List.of(new StreamEntries(Labels.of("job", "a"), List.of(entry))));
    }

    private static void addLines(StreamEntries stream, List<String> lines) {
        assertThat(stream.labels()).isEqualTo(Labels.of("job", "a"));
        for (LogEntry entry : stream.entries()) {
            lines.add(entry.timestampNanos() + " " + new String(entry.line(), StandardCharsets.UTF_8));
        }
    }
}
