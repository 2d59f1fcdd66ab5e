package io.tocsin.database.file;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One write of H2 into its file, past the store header.
 *
 * @param sequence counts the writes, without gaps
 * @param position in bytes
 * @param length in bytes
 * @param checksum CRC-32C of the bytes
 * @param version of the database that the chunk begins; a copy of a moved chunk has the version of the original;
 *     {@link #NO_VERSION} when the bytes are no chunk
 * @param chunk H2's number of the chunk
 */
record ChunkWrite(long sequence, long position, int length, int checksum, long version, int chunk) {

    static final long NO_VERSION = -1;
    /** The store header, twice. */
    static final int HEADER_BYTES = 2 * StoreHeader.BLOCK_BYTES;

    static ChunkWrite of(long sequence, long position, ByteBuffer bytes) {
        StoreHeader.ChunkHead chunk = StoreHeader.chunkAt(bytes);
        return new ChunkWrite(sequence, position, bytes.remaining(), checksum(bytes), chunk.version(), chunk.number());
    }

    static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    /** Whether H2 could be opened with this chunk as its newest. */
    boolean isRoot() {
        return version != NO_VERSION;
    }

    boolean overlaps(long from, long bytes) {
        return position < from + bytes && from < position + length;
    }
}
