package io.tocsin.database.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * H2's database file, such that it survives a loss of power. H2 writes a chunk for each commit and forces nothing; after a
 * loss of power a chunk may be there in part, and H2, which has no checksum over it, would take it for whole. So every
 * write is noted in a {@link SyncJournal}; and what the state that was forced last needs is not overwritten before a newer
 * one is on the device. When the file is opened, H2 is made to begin with the newest chunk of which everything is there.
 */
final class SyncedFile extends FileBaseDefault {

    private static final Logger log = LoggerFactory.getLogger(SyncedFile.class);
    private static final int RESERVED_AT_ONCE = 1024 * 1024;
    /** The journal must hold everything since the sync before the last one. */
    private static final int MAX_UNSYNCED = SyncJournal.SLOTS / 4;

    private final FileChannel file;
    private final FilePath journalPath;
    private final String name;
    private final boolean syncsEachWrite;
    private final Deque<ChunkWrite> unsynced = new ArrayDeque<>();
    /** Held for the time of a sync; {@code this} is held for a moment only, or for a write. */
    private final Object syncing = new Object();

    private @Nullable SyncJournal journal;
    private @Nullable ChunkWrite newest;
    private long sequence;
    private long syncedSize;
    private long syncedVersion = ChunkWrite.NO_VERSION;
    private long size;
    private long reservedBytes;
    private boolean isDirty;
    private boolean isClean;
    private boolean isPinned;
    private boolean isSyncDoubtful;

    SyncedFile(FileChannel file, FilePath journalPath, String name, boolean syncsEachWrite) throws IOException {
        this.file = file;
        this.journalPath = journalPath;
        this.name = name;
        this.syncsEachWrite = syncsEachWrite;
        this.size = StoreHeader.usedSize(file);
    }

    /** The lock is H2's first step with the file; only who has it may look into it. */
    @Override
    public synchronized FileLock tryLock(long position, long length, boolean shared) throws IOException {
        FileLock lock = file.tryLock(position, length, shared);
        if (lock != null && journal == null) {
            recover();
            SyncedFilePath.opened(name, this);
        }
        return lock;
    }

    private void recover() throws IOException {
        if (size == 0 && journalPath.exists()) {
            journalPath.delete();
        }
        SyncJournal opened = new SyncJournal(journalPath);
        SyncJournal.JournalContents known = opened.read();
        Recovery.Start start = Recovery.of(file, known, name);
        journal = opened;
        syncedSize = size;
        if (start.root() != null) {
            sequence = start.sequence();
            newest = start.root();
            for (long obsolete : start.obsolete()) {
                zero(obsolete, obsolete + StoreHeader.BLOCK_BYTES);
            }
            if (start.header() != null) {
                writeWhole(start.header(), 0);
            }
            file.force(true);
            opened.synced(sequence, start.root());
            syncedVersion = start.root().version();
        }
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // H2 writes from one thread at a time; a sync takes long
    public int write(ByteBuffer bytes, long position) throws IOException {
        int length = bytes.remaining();
        if (position < ChunkWrite.HEADER_BYTES) {
            writeHeader(bytes, position);
            return length;
        }
        if (mustSyncBefore(position, length)) {
            sync();
        }
        boolean isNewRoot = writeChunk(bytes, position);
        if (syncsEachWrite && isNewRoot) {
            sync();
        }
        return length;
    }

    private synchronized void writeHeader(ByteBuffer bytes, long position) throws IOException {
        isClean = StoreHeader.saysClean(bytes);
        isDirty = true;
        writeWhole(bytes, position);
    }

    private synchronized boolean writeChunk(ByteBuffer bytes, long position) throws IOException {
        ChunkWrite write = ChunkWrite.of(sequence + 1, position, bytes);
        isDirty = true;
        writeWhole(bytes, position);
        sequence++;
        if (journal != null) {
            journal.written(write);
            unsynced.add(write);
        }
        ChunkWrite before = newest;
        if (write.isRoot() && (before == null || write.version() >= before.version())) {
            newest = write;
        }
        return write.isRoot() && (before == null || write.version() > before.version());
    }

    /**
     * Whether this write could destroy what the state that was forced last needs. While it is pinned, H2 gives none of its
     * space away; but what was written since has no such protection.
     */
    private synchronized boolean mustSyncBefore(long position, int length) {
        if (unsynced.isEmpty()) {
            return false;
        }
        return unsynced.size() >= MAX_UNSYNCED
                || (!isPinned && position < syncedSize)
                || unsynced.stream().anyMatch(write -> write.overlaps(position, length));
    }

    private void writeWhole(ByteBuffer bytes, long position) throws IOException {
        long start = position - bytes.position();
        while (bytes.hasRemaining()) {
            file.write(bytes, start + bytes.position());
        }
        size = Math.max(size, start + bytes.limit());
    }

    /** Whether something was written since the last sync. */
    synchronized boolean isDirty() {
        return isDirty;
    }

    /** H2's version of the state that was forced last; below all versions when there is none. */
    synchronized long syncedVersion() {
        return syncedVersion;
    }

    /** From now on, until unpinned, H2 does not give away the space that the state forced last needs. */
    synchronized void pinned(boolean isPinnedNow) {
        isPinned = isPinnedNow;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        sync();
    }

    /** Returns when everything written before the call is on the device. Writes go on meanwhile. */
    void sync() throws IOException {
        synchronized (syncing) {
            long upTo;
            long sizeThen;
            ChunkWrite root;
            synchronized (this) {
                if (!isDirty && !isSyncDoubtful) {
                    return;
                }
                isDirty = false;
                upTo = sequence;
                sizeThen = size;
                root = newest;
            }
            forceFile();
            synchronized (this) {
                if (journal != null && root != null) {
                    journal.synced(upTo, root);
                    syncedVersion = root.version();
                }
                unsynced.removeIf(write -> write.sequence() <= upTo);
                syncedSize = sizeThen;
            }
        }
    }

    /** After a failure the system may think that pages are on the device which are not: they are written again. */
    private void forceFile() throws IOException {
        try {
            if (isSyncDoubtful) {
                synchronized (this) {
                    for (ChunkWrite write : unsynced) {
                        ByteBuffer bytes = ByteBuffer.allocate(write.length());
                        readWhole(file, bytes, write.position());
                        writeWhole(bytes.flip(), write.position());
                    }
                }
            }
            file.force(true);
            isSyncDoubtful = false;
        } catch (IOException e) {
            isSyncDoubtful = true;
            throw e;
        }
    }

    static void readWhole(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        long start = position - bytes.position();
        while (bytes.hasRemaining() && file.read(bytes, start + bytes.position()) > 0) {
            // A read may bring a part only.
        }
    }

    /**
     * Makes the file on disk longer than H2 needs it, by a piece each time it is called, so that H2 can go on for so many
     * bytes when others have filled the disk.
     *
     * @return false when the disk has no room for that
     */
    synchronized boolean reserve(long bytes) {
        reservedBytes = bytes;
        try {
            long end = file.size();
            zero(end, Math.min(size + bytes, end + RESERVED_AT_ONCE));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void zero(long from, long to) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(64 * 1024);
        for (long end = from; end < to; ) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), to - end));
            end += file.write(zeros, end);
        }
    }

    @Override
    public synchronized long size() {
        return size;
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
        return file.read(bytes, position);
    }

    /** What H2 gives up stays reserved for it, as far as there is too little of that. */
    @Override
    protected synchronized void implTruncate(long length) throws IOException {
        long usedBefore = size;
        size = Math.min(size, length);
        isDirty = true;
        if (file.size() > length + reservedBytes) {
            file.truncate(length + reservedBytes);
        }
        zero(length, Math.min(usedBefore, file.size()));
    }

    /** After a normal end the journal has nothing to say, and the file needs no more room. */
    @Override
    protected synchronized void implCloseChannel() throws IOException {
        SyncJournal closing = journal;
        journal = null;
        try {
            if (isClean && !isDirty && file.size() > size) {
                file.truncate(size);
            }
        } finally {
            if (closing != null) {
                closing.close();
            }
            file.close();
        }
        if (closing != null && isClean && !isDirty) {
            journalPath.delete();
        }
        log.debug("Database file is closed: file={} clean={}", name, isClean);
    }
}
