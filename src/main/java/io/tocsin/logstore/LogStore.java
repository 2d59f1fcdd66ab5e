package io.tocsin.logstore;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogStream;
import io.tocsin.logstore.entry.StreamEntries;
import io.tocsin.logstore.push.PushException;
import io.tocsin.logstore.push.PushIntake;
import io.tocsin.logstore.push.RejectReason;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded log store: pushes go to a segment on disk first and then to memory, queries read memory. Thread-safe. A
 * push is visible to queries when {@link #push} returns, and is there again after the process is killed and started.
 */
public final class LogStore implements LogSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogStore.class);

    private final LogStoreSettings settings;
    private final LogStoreObserver observer;
    private final PushIntake intake;
    private final SegmentLog segments;
    private final DiskTrouble disk;
    private final MemoryStore memory;
    private final StreamLimit streamLimit;
    private final LogRetention retention;
    private final List<Consumer<StreamEntries>> listeners = new CopyOnWriteArrayList<>();
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
        this.observer = observer;
        this.segments = segments;
        this.disk = new DiskTrouble(settings, freeBytes, clock);
        this.intake = new PushIntake(settings.pushLimits(), clock, System::nanoTime, observer::rejected);
        this.memory = new MemoryStore(settings.maxMemoryBytes(), settings.chunkBytes());
        this.streamLimit = new StreamLimit(settings.maxStreams(), memory, observer);
        this.retention = new LogRetention(settings, memory, segments, observer, clock);
        this.replay = segments.replay(retention::restore);
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
        String refused = streamLimit.admit(push.streams(), admitted);
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
                    listeners.forEach(listener -> listener.accept(stored));
                }
            }
            retention.dropSurplus();
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

    /** Drops what is too old or too much, in memory and on disk; to be called every {@link #retentionInterval()}. */
    public void retain() {
        synchronized (writing) {
            retention.dropOld();
        }
        retention.dropSegments();
    }

    public Duration retentionInterval() {
        return retention.interval();
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
        return memory.volumes(matchers, fromNanosInclusive, toNanosExclusive);
    }

    /**
     * From now on every entry that is stored goes to the listener too, until it is removed. It is called while the store is
     * locked for writing: hand over and return.
     */
    public void addListener(Consumer<StreamEntries> listener) {
        listeners.add(listener);
    }

    public void removeListener(Consumer<StreamEntries> listener) {
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
