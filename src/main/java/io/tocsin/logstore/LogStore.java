package io.tocsin.logstore;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogStream;
import io.tocsin.logstore.entry.StreamEntries;
import io.tocsin.logstore.push.PushException;
import io.tocsin.logstore.push.PushIntake;
import io.tocsin.logstore.push.RejectReason;
import io.tocsin.logstore.push.Rejections;
import io.tocsin.logstore.push.ValidatedPush;
import io.tocsin.logstore.segment.DiskFile;
import io.tocsin.logstore.segment.EncodedPush;
import io.tocsin.logstore.segment.ReplayReport;
import io.tocsin.logstore.segment.SegmentFile;
import io.tocsin.logstore.segment.SegmentLog;
import io.tocsin.watch.ConcernSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded log store: pushes go to a segment on disk first and then to memory, queries read memory. Thread-safe. A
 * push is visible to queries when {@link #push} returns, and is there again after the process is killed and started.
 */
public final class LogStore implements LogSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogStore.class);
    private static final int RETENTION_FRACTION = 20;

    private final LogStoreSettings settings;
    private final Clock clock;
    private final LogStoreObserver observer;
    private final PushIntake intake;
    private final SegmentLog segments;
    private final DiskTrouble disk;
    private final MemoryStore memory;
    private final List<TailListener> listeners = new CopyOnWriteArrayList<>();
    /** Makes the order of entries in memory the order in the segments, so that a replay gives the same answers. */
    private final Object writing = new Object();

    private final Object largePushes = new Object();

    private final ReplayReport replay;

    private LogStore(
            LogStoreSettings settings,
            Clock clock,
            LogStoreObserver observer,
            SegmentLog segments,
            LongSupplier freeBytes)
            throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.observer = observer;
        this.segments = segments;
        this.disk = new DiskTrouble(settings, freeBytes, clock);
        this.intake = new PushIntake(settings.pushLimits(), clock, System::nanoTime, observer);
        this.memory = new MemoryStore(settings.maxMemoryBytes(), settings.chunkBytes());
        this.replay = segments.replay(this::restore);
        disk.found(replay);
        retain();
    }

    /**
     * Opens the store and reads its segments into memory; blocks until that is done.
     *
     * @throws io.tocsin.logstore.segment.LogStoreLockedException if another process uses the directory
     */
    public static LogStore open(LogStoreSettings settings, Clock clock, LogStoreObserver observer) throws IOException {
        return open(settings, clock, observer, DiskFile::create, () -> usableBytes(settings.directory()));
    }

    private static long usableBytes(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }

    static LogStore open(
            LogStoreSettings settings,
            Clock clock,
            LogStoreObserver observer,
            SegmentFile.Opener opener,
            LongSupplier freeBytes)
            throws IOException {
        SegmentLog.SegmentLimits limits = new SegmentLog.SegmentLimits(settings.segmentBytes(), settings.segmentAge());
        SegmentLog segments = SegmentLog.open(settings.directory(), limits, opener, clock);
        try {
            LogStore store = new LogStore(settings, clock, observer, segments, freeBytes);
            log.info(
                    "Log store is open: directory={} streams={} replayed={} torn_bytes={} damaged_bytes={}",
                    settings.directory(),
                    store.streamCount(),
                    store.replay.entries(),
                    store.replay.tornBytes(),
                    store.replay.damagedBytes());
            return store;
        } catch (IOException | RuntimeException e) {
            segments.close();
            throw e;
        }
    }

    private void restore(StreamEntries stream) {
        long oldest = oldestNanos();
        boolean whole = stream.entries().stream().allMatch(entry -> entry.timestampNanos() >= oldest);
        StreamEntries young = whole
                ? stream
                : new StreamEntries(
                        stream.labels(),
                        stream.entries().stream()
                                .filter(entry -> entry.timestampNanos() >= oldest)
                                .toList());
        if (!young.entries().isEmpty()) {
            memory.append(young);
            report(LogStoreObserver.DropReason.BYTES, memory.retainBytes());
        }
    }

    /** What the start found on disk. */
    public ReplayReport replayReport() {
        return replay;
    }

    /**
     * Takes a push request's body. Blocks for decoding and for the write to disk.
     *
     * @param contentType header value, empty when absent
     * @param contentEncoding header value, empty when absent
     * @throws PushException if some or all of it was refused; good entries are stored all the same where the status is
     *     400 or 429 for a part; 507 when the disk has no room
     */
    public void push(byte[] body, String contentType, String contentEncoding) {
        checkRoom();
        if (!intake.isLarge(body, contentType, contentEncoding)) {
            take(body, contentType, contentEncoding);
            return;
        }
        // Decoded, a push takes several times its size; large ones go one after the other.
        synchronized (largePushes) {
            take(body, contentType, contentEncoding);
        }
    }

    private void take(byte[] body, String contentType, String contentEncoding) {
        ValidatedPush push = intake.accept(body, contentType, contentEncoding);
        List<StreamEntries> admitted = new ArrayList<>(push.streams().size());
        String refused = admit(push.streams(), admitted);
        store(admitted);
        if (refused != null) {
            throw new PushException(429, refused);
        }
        if (push.rejection() != null) {
            throw new PushException(400, push.rejection());
        }
    }

    /** Counts a push that was refused before it was read. */
    public void refused(RejectReason reason) {
        observer.rejected(reason, 1);
    }

    private void checkRoom() {
        try {
            disk.checkRoom();
        } catch (PushException e) {
            observer.rejected(RejectReason.STORAGE_FAILED, 1);
            throw e;
        }
    }

    private @Nullable String admit(List<StreamEntries> streams, List<StreamEntries> admitted) {
        String refused = null;
        Set<Labels> created = new HashSet<>();
        for (StreamEntries stream : streams) {
            boolean known = memory.has(stream.labels()) || created.contains(stream.labels());
            if (known || memory.streamCount() + created.size() < settings.maxStreams()) {
                if (!known) {
                    created.add(stream.labels());
                }
                admitted.add(stream);
            } else {
                observer.rejected(RejectReason.STREAM_LIMIT, stream.entries().size());
                refused = "maximum active stream limit exceeded when trying to create stream "
                        + Rejections.shown(stream.labels())
                        + ", reduce the number of active streams (reduce labels or reduce label values), or contact"
                        + " your Loki administrator to see if the limit can be increased, user: 'fake'";
            }
        }
        return refused;
    }

    private void store(List<StreamEntries> streams) {
        if (streams.isEmpty()) {
            return;
        }
        EncodedPush encoded = EncodedPush.of(streams);
        synchronized (writing) {
            write(encoded, streams);
            for (StreamEntries stream : streams) {
                StreamEntries stored = memory.append(stream);
                observer.stored(stored.entries().size(), lineBytes(stored));
                if (!stored.entries().isEmpty()) {
                    listeners.forEach(listener -> listener.stored(stored));
                }
            }
            report(LogStoreObserver.DropReason.BYTES, memory.retainBytes());
        }
        if (settings.syncInterval().isZero()) {
            syncBeforeAnswer();
        }
    }

    /** Pushes that arrive meanwhile share the next flush. */
    private void syncBeforeAnswer() {
        try {
            segments.sync();
            disk.synced();
        } catch (IOException e) {
            disk.syncFailed(e);
            throw disk.refused(e);
        }
    }

    private static long lineBytes(StreamEntries stream) {
        return stream.entries().stream().mapToLong(entry -> entry.line().length).sum();
    }

    private void write(EncodedPush encoded, List<StreamEntries> streams) {
        try {
            segments.append(encoded);
            disk.written();
        } catch (IOException e) {
            for (StreamEntries stream : streams) {
                observer.rejected(RejectReason.STORAGE_FAILED, stream.entries().size());
            }
            throw disk.refused(e);
        }
    }

    /** Drops what is too old or too much, in memory and on disk. To be called again and again. */
    public void retain() {
        long oldest = oldestNanos();
        long tolerance = settings.maxAge().toNanos() / RETENTION_FRACTION;
        synchronized (writing) {
            report(LogStoreObserver.DropReason.AGE, memory.retainSince(oldest, tolerance));
            report(LogStoreObserver.DropReason.BYTES, memory.retainBytes());
        }
        try {
            segments.retain(oldest, settings.maxDiskBytes());
        } catch (IOException e) {
            log.warn("Cannot delete old log segments: directory={}", settings.directory(), e);
        }
    }

    /** How often {@link #retain} is due. */
    public Duration retentionInterval() {
        Duration interval = settings.maxAge().dividedBy(2L * RETENTION_FRACTION);
        Duration longest = Duration.ofSeconds(30);
        Duration shortest = Duration.ofMillis(200);
        return interval.compareTo(longest) > 0 ? longest : interval.compareTo(shortest) < 0 ? shortest : interval;
    }

    private void report(LogStoreObserver.DropReason reason, MemoryStream.Amount dropped) {
        if (dropped.entries() > 0) {
            observer.dropped(reason, dropped.entries(), dropped.bytes());
        }
    }

    private long oldestNanos() {
        Instant oldest = clock.instant().minus(settings.maxAge());
        try {
            return Math.addExact(Math.multiplyExact(oldest.getEpochSecond(), 1_000_000_000L), oldest.getNano());
        } catch (ArithmeticException e) {
            return Long.MIN_VALUE;
        }
    }

    /** Flushes to the device what was written; to be called every {@link LogStoreSettings#syncInterval()}. */
    public void sync() {
        try {
            segments.sync();
            disk.synced();
        } catch (IOException e) {
            disk.syncFailed(e);
        }
    }

    /** Says when the disk keeps the store from its work. */
    public ConcernSource concernSource() {
        return disk;
    }

    @Override
    public List<LogStream> select(List<LabelMatcher> matchers, long fromNanosInclusive, long toNanosExclusive) {
        return memory.select(matchers, fromNanosInclusive, toNanosExclusive);
    }

    /** The label sets of the streams that satisfy all the matchers and may have an entry in the interval. */
    public List<Labels> series(List<LabelMatcher> matchers, long fromNanosInclusive, long toNanosExclusive) {
        return memory.streams(matchers, fromNanosInclusive, toNanosExclusive).stream()
                .map(MemoryStream::labels)
                .toList();
    }

    /** The extent of each stream that satisfies all the matchers and has an entry in the interval. */
    public List<StreamVolume> volumes(List<LabelMatcher> matchers, long fromNanosInclusive, long toNanosExclusive) {
        List<StreamVolume> volumes = new ArrayList<>();
        for (MemoryStream stream : memory.streams(matchers, fromNanosInclusive, toNanosExclusive)) {
            MemoryStream.Amount amount = stream.count(fromNanosInclusive, toNanosExclusive);
            if (amount.entries() > 0) {
                int chunks = stream.chunkCount(fromNanosInclusive, toNanosExclusive);
                volumes.add(new StreamVolume(stream.labels(), chunks, amount.entries(), amount.bytes()));
            }
        }
        return volumes;
    }

    /** From now on every entry that is stored goes to the listener too, until it is removed. */
    public void addListener(TailListener listener) {
        listeners.add(listener);
    }

    public void removeListener(TailListener listener) {
        listeners.remove(listener);
    }

    /** How large a push may be, before and after decompression. */
    public int maxPushBytes() {
        return settings.pushLimits().maxBodyBytes();
    }

    public int streamCount() {
        return memory.streamCount();
    }

    /** What entries and index take on the heap. */
    public long memoryBytes() {
        return memory.memoryBytes();
    }

    /** The bytes of all segments on disk. */
    public long segmentBytes() {
        return segments.sizeBytes();
    }

    /** Flushes and gives the directory free. */
    @Override
    public void close() throws IOException {
        synchronized (writing) {
            segments.close();
        }
    }
}
