package io.tocsin.database.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the chunk from which H2's file is to be opened. */
final class Recovery {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);
    private static final int LONGEST_CHUNK_BYTES = 1 << 30;

    private Recovery() {}

    /**
     * How to open the file.
     *
     * @param root the chunk to begin with; null: H2 is to find that out by itself
     * @param header what is to be written first, so that H2 begins with that chunk; null: it does so anyway
     * @param obsolete where chunks begin that H2 must not find, in bytes
     * @param sequence the numbers of further writes follow it
     */
    record Start(@Nullable ChunkWrite root, @Nullable ByteBuffer header, List<Long> obsolete, long sequence) {

        private static final Start UNKNOWN = new Start(null, null, List.of(), 0);

        Start {
            obsolete = List.copyOf(obsolete);
        }
    }

    /** @param journal what is known of the writes; null: nothing, as after a normal end */
    static Start of(FileChannel file, SyncJournal.@Nullable JournalContents journal, String name) throws IOException {
        StoreHeader header = StoreHeader.read(file);
        if (header == null) {
            return Start.UNKNOWN;
        }
        if (journal == null) {
            ChunkWrite root = header.isClean() ? rootOf(header, file) : null;
            return root == null ? Start.UNKNOWN : new Start(root, null, List.of(), 0);
        }
        if (!isIntact(journal.root(), file)) {
            log.warn(
                    "The journal of the database file is of another file or time, and is not used: file={} version={}",
                    name,
                    journal.root().version());
            return Start.UNKNOWN;
        }
        return afterCrash(file, header, journal, name);
    }

    private static Start afterCrash(
            FileChannel file, StoreHeader header, SyncJournal.JournalContents journal, String name) throws IOException {
        ChunkWrite root = journal.root();
        List<ChunkWrite> unsynced = journal.unsynced();
        int whole = 0;
        while (whole < unsynced.size() && isIntact(unsynced.get(whole), file)) {
            ChunkWrite write = unsynced.get(whole);
            if (write.isRoot() && write.version() >= root.version()) {
                root = write;
            }
            whole++;
        }
        if (whole < unsynced.size()) {
            log.warn(
                    "The machine stopped before the last writes were on the disk; the database goes on from the last one"
                            + " that is whole: file={} version={} whole={} dropped={}",
                    name,
                    root.version(),
                    whole,
                    unsynced.size() - whole);
        }
        return new Start(root, header.startingWith(root), newerThan(root, file), journal.lastSequence());
    }

    /**
     * Chunks of which it is not known that they are whole. H2 looks for them when one of the chunks that its newest state
     * names is gone, be it one that held nothing any more.
     */
    private static List<Long> newerThan(ChunkWrite root, FileChannel file) throws IOException {
        List<Long> newer = new ArrayList<>();
        long end = file.size();
        long position = ChunkWrite.HEADER_BYTES;
        while (position < end) {
            StoreHeader.ChunkHead chunk = chunkAt(position, file);
            if (chunk.version() > root.version()) {
                newer.add(position);
            }
            // A chunk that is needed is passed whole: the data in it may look like anything.
            boolean isOld = chunk.version() != ChunkWrite.NO_VERSION && chunk.version() <= root.version();
            boolean isPassed = isOld && hasFooter(chunk, position, file);
            position += (isPassed ? chunk.blocks() : 1L) * StoreHeader.BLOCK_BYTES;
        }
        return newer;
    }

    private static StoreHeader.ChunkHead chunkAt(long position, FileChannel file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(StoreHeader.CHUNK_HEADER_BYTES);
        SyncedFile.readWhole(file, start, position);
        return StoreHeader.chunkAt(start.flip());
    }

    private static boolean hasFooter(StoreHeader.ChunkHead chunk, long position, FileChannel file) throws IOException {
        long end = position + (long) chunk.blocks() * StoreHeader.BLOCK_BYTES;
        ByteBuffer footer = ByteBuffer.allocate(StoreHeader.CHUNK_FOOTER_BYTES);
        SyncedFile.readWhole(file, footer, end - footer.capacity());
        StoreHeader.ChunkHead found = StoreHeader.chunkAt(footer.flip());
        return found.number() == chunk.number() && found.version() == chunk.version();
    }

    private static boolean isIntact(ChunkWrite write, FileChannel file) throws IOException {
        if (write.length() <= 0 || write.length() > LONGEST_CHUNK_BYTES || write.position() > file.size()) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.allocate(write.length());
        SyncedFile.readWhole(file, bytes, write.position());
        return !bytes.hasRemaining() && ChunkWrite.checksum(bytes.flip()) == write.checksum();
    }

    private static @Nullable ChunkWrite rootOf(StoreHeader header, FileChannel file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(StoreHeader.BLOCK_BYTES);
        SyncedFile.readWhole(file, start, header.position());
        StoreHeader.ChunkHead chunk = StoreHeader.chunkAt(start.flip());
        if (chunk.version() != header.version() || chunk.number() != header.chunk() || chunk.blocks() <= 0) {
            return null;
        }
        ByteBuffer whole = ByteBuffer.allocate(chunk.blocks() * StoreHeader.BLOCK_BYTES);
        SyncedFile.readWhole(file, whole, header.position());
        return whole.hasRemaining() ? null : ChunkWrite.of(0, header.position(), whole.flip());
    }
}
