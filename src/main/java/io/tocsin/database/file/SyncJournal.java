package io.tocsin.database.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, beside H2's file, what was written to it since it was last forced to the device, and from which chunk it can
 * be opened if all of that is lost: a ring of small records, each with a checksum. Not thread-safe.
 */
final class SyncJournal implements Closeable {

    static final int SLOTS = 4096;
    private static final int SLOT_BYTES = 64;
    private static final int RECORD_BYTES = 52;
    private static final int WRITTEN = 0x746f6377;
    private static final int SYNCED = 0x746f6373;

    private final FileChannel file;
    private long nextNumber;

    /** @param file is opened, and created whole when it does not exist */
    SyncJournal(FilePath file) throws IOException {
        this.file = SyncedFilePath.openForOwner(file, "rw");
        int size = SLOTS * SLOT_BYTES;
        if (this.file.size() < size) {
            // Written whole at once, so that no record needs room on a disk that is full by then.
            write(ByteBuffer.allocate(size), 0);
        }
    }

    /**
     * What a journal knows.
     *
     * @param root the newest chunk that is on the device with all that it needs
     * @param unsynced what was written since, in order, as far as the journal has it without a gap
     * @param lastSequence of any write that it ever knew of
     */
    record JournalContents(ChunkWrite root, List<ChunkWrite> unsynced, long lastSequence) {

        JournalContents {
            unsynced = List.copyOf(unsynced);
        }
    }

    /** What was recorded before; null when the file was never forced. To be called before the first record is written. */
    @Nullable
    JournalContents read() throws IOException {
        ByteBuffer ring = ByteBuffer.allocate(SLOTS * SLOT_BYTES);
        while (ring.hasRemaining() && file.read(ring, ring.position()) > 0) {
            // A read may bring a part only.
        }
        Map<Long, ChunkWrite> writes = new HashMap<>();
        ChunkWrite root = null;
        long rootNumber = -1;
        long lastSequence = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            ByteBuffer bytes = ring.slice(slot * SLOT_BYTES, RECORD_BYTES);
            int kind = bytes.getInt(0);
            int checksum = ring.getInt(slot * SLOT_BYTES + RECORD_BYTES);
            if ((kind != WRITTEN && kind != SYNCED) || checksum != ChunkWrite.checksum(bytes)) {
                continue;
            }
            long number = bytes.getLong(4);
            nextNumber = Math.max(nextNumber, number + 1);
            ChunkWrite write = decode(bytes);
            lastSequence = Math.max(lastSequence, write.sequence());
            if (kind == WRITTEN) {
                writes.put(write.sequence(), write);
            } else if (number > rootNumber) {
                rootNumber = number;
                root = write;
            }
        }
        return root == null ? null : new JournalContents(root, following(root.sequence(), writes), lastSequence);
    }

    private static List<ChunkWrite> following(long sequence, Map<Long, ChunkWrite> writes) {
        List<ChunkWrite> following = new ArrayList<>();
        ChunkWrite next = writes.get(sequence + 1);
        while (next != null) {
            following.add(next);
            next = writes.get(next.sequence() + 1);
        }
        return following;
    }

    private static ChunkWrite decode(ByteBuffer bytes) {
        return new ChunkWrite(
                bytes.getLong(12),
                bytes.getLong(20),
                bytes.getInt(28),
                bytes.getInt(32),
                bytes.getLong(36),
                bytes.getInt(44));
    }

    /** Records a write that has been made, but not forced. */
    void written(ChunkWrite write) throws IOException {
        append(WRITTEN, write.sequence(), write);
    }

    /** Records, and forces to the device, that everything up to this write is there and can be opened from this root. */
    void synced(long upTo, ChunkWrite root) throws IOException {
        append(SYNCED, upTo, root);
        file.force(false);
    }

    private void append(int kind, long sequence, ChunkWrite write) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        slot.putInt(kind).putLong(nextNumber).putLong(sequence).putLong(write.position());
        slot.putInt(write.length()).putInt(write.checksum()).putLong(write.version());
        slot.putInt(write.chunk());
        slot.putInt(
                RECORD_BYTES, ChunkWrite.checksum(slot.duplicate().position(0).limit(RECORD_BYTES)));
        write(slot.rewind(), nextNumber % SLOTS * SLOT_BYTES);
        nextNumber++;
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        long start = position - bytes.position();
        while (bytes.hasRemaining()) {
            file.write(bytes, start + bytes.position());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
