package io.tocsin.logstore.segment;

import io.tocsin.file.OwnerOnly;
import io.tocsin.logstore.entry.StreamEntries;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of one directory: written at the end, read once at start, deleted whole from the oldest. What
 * {@link #append} returned from is with the operating system and survives the death of this process; {@link #sync}
 * makes it survive the death of the machine too. Thread-safe.
 */
public final class SegmentLog implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(SegmentLog.class);
    private static final String PREFIX = "segment-";
    private static final String SUFFIX = ".log";

    private final Path directory;
    private final SegmentLimits limits;
    private final SegmentFile.Opener opener;
    private final Clock clock;
    private final DirectoryLock lock;
    private final Deque<Segment> sealed = new ArrayDeque<>();
    private @Nullable OpenSegment open;
    private long nextNumber = 1;
    private boolean closed;

    private SegmentLog(
            Path directory, SegmentLimits limits, SegmentFile.Opener opener, Clock clock, DirectoryLock lock) {
        this.directory = directory;
        this.limits = limits;
        this.opener = opener;
        this.clock = clock;
        this.lock = lock;
    }

    /** When to begin a new segment: by size, and by age so that retention by age can delete whole segments. */
    public record SegmentLimits(long maxBytes, Duration maxAge) {}

    private record Segment(Path path, long bytes, long newestNanos) {}

    /**
     * Takes the directory, creating it where needed; reads nothing yet.
     *
     * @throws LogStoreLockedException if another process has it
     */
    public static SegmentLog open(Path directory, SegmentLimits limits, SegmentFile.Opener opener, Clock clock)
            throws IOException {
        OwnerOnly.directory(directory);
        return new SegmentLog(directory, limits, opener, clock, DirectoryLock.acquire(directory));
    }

    /** Delivers all entries of all segments in the order of their writing; call it once, before the first append. */
    public synchronized ReplayReport replay(Consumer<StreamEntries> sink) throws IOException {
        ReplayReport report = ReplayReport.EMPTY;
        for (Path path : segmentPaths()) {
            nextNumber = Math.max(nextNumber, numberOf(path) + 1);
            report = report.plus(replay(path, sink));
        }
        return report;
    }

    private ReplayReport replay(Path path, Consumer<StreamEntries> sink) {
        SegmentReader.Contents contents;
        try {
            contents = SegmentReader.read(path, sink);
            if (contents.tornBytes() == 0 && contents.validBytes() == 0) {
                Files.delete(path);
            }
            if (contents.tornBytes() > 0) {
                log.warn(
                        "Cut off an incomplete record at the end of a log segment: segment={} bytes={}",
                        path,
                        contents.tornBytes());
                truncate(path, contents.validBytes());
            }
        } catch (IOException e) {
            log.error("Cannot read a log segment; its lines are missing from the store: segment={}", path, e);
            return new ReplayReport(1, 0, 0, path.toFile().length(), 1);
        }
        if (contents.skippedRegions() > 0) {
            log.error(
                    "Skipped damaged records in a log segment; their lines are lost: segment={} bytes={} regions={}",
                    path,
                    contents.skippedBytes(),
                    contents.skippedRegions());
        }
        if (contents.validBytes() > 0) {
            sealed.add(new Segment(path, contents.validBytes(), contents.newestNanos()));
        }
        return new ReplayReport(
                1, contents.entries(), contents.tornBytes(), contents.skippedBytes(), contents.skippedRegions());
    }

    private static void truncate(Path path, long length) throws IOException {
        if (length == 0) {
            Files.delete(path);
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(length);
        }
    }

    /** Writes the records; on failure nothing of them will be read again. */
    public synchronized void append(EncodedPush push) throws IOException {
        if (closed) {
            throw new IOException("the log store is closed");
        }
        Instant now = clock.instant();
        OpenSegment segment = open;
        if (segment != null && segment.isFull(push.length(), now, limits)) {
            seal(segment);
            segment = null;
        }
        if (segment == null) {
            Path path = directory.resolve(String.format("%s%016d%s", PREFIX, nextNumber, SUFFIX));
            nextNumber++;
            segment = new OpenSegment(path, opener.create(path), now);
            open = segment;
        }
        if (!segment.append(push)) {
            abandon(segment);
            throw new IOException("cannot take back a partial write to " + segment.path());
        }
    }

    private void seal(OpenSegment segment) {
        segment.syncAndClose();
        abandon(segment);
    }

    private void abandon(OpenSegment segment) {
        open = null;
        sealed.add(new Segment(segment.path(), segment.bytes(), segment.newestNanos()));
    }

    /** Makes what was written so far survive a loss of power. Blocks for as long as the device takes. */
    public void sync() throws IOException {
        OpenSegment segment;
        synchronized (this) {
            segment = open;
        }
        if (segment != null) {
            sync(segment);
        }
    }

    /** After a failure the system may take for flushed what is not: nothing more goes to that file. */
    private void sync(OpenSegment segment) throws IOException {
        try {
            segment.sync();
        } catch (IOException e) {
            synchronized (this) {
                if (segment.equals(open)) {
                    seal(segment);
                }
            }
            throw e;
        }
    }

    /** Deletes segments without an entry as new as this, and the oldest ones above the limit; returns their number. */
    public synchronized int retain(long oldestNanos, long maxTotalBytes) throws IOException {
        int deleted = 0;
        long total = sizeBytes();
        for (Iterator<Segment> segments = sealed.iterator(); segments.hasNext(); ) {
            Segment segment = segments.next();
            if (segment.newestNanos < oldestNanos || total > maxTotalBytes) {
                Files.deleteIfExists(segment.path);
                segments.remove();
                total -= segment.bytes;
                deleted++;
            }
        }
        return deleted;
    }

    /** The bytes of all segments. */
    public synchronized long sizeBytes() {
        long total = open == null ? 0 : open.bytes();
        for (Segment segment : sealed) {
            total += segment.bytes;
        }
        return total;
    }

    @Override
    public synchronized void close() throws IOException {
        if (open != null) {
            seal(open);
        }
        closed = true;
        lock.close();
    }

    private List<Path> segmentPaths() throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.filter(path -> {
                        String name = path.getFileName().toString();
                        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
                    })
                    .sorted()
                    .toList();
        }
    }

    private static long numberOf(Path path) {
        String name = path.getFileName().toString();
        try {
            return Long.parseLong(name, PREFIX.length(), name.length() - SUFFIX.length(), 10);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
