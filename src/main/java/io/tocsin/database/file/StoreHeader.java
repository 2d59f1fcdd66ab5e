package io.tocsin.database.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The head of H2's file: twice the same line of {@code key:value}, one in each of the first two blocks of 4,096 bytes. It
 * names a chunk, and when it says "clean" H2 begins with that one and looks for no newer one.
 *
 * @see <a href="https://h2database.com/html/mvstore.html#fileFormat">the file format</a>
 */
final class StoreHeader {

    static final int BLOCK_BYTES = 4096;
    static final int CHUNK_HEADER_BYTES = 1024;
    static final int CHUNK_FOOTER_BYTES = 128;
    private static final String CHECKSUM = ",fletcher:";

    private final Map<String, String> fields;

    private StoreHeader(Map<String, String> fields) {
        this.fields = fields;
    }

    /** What the first line of a chunk says; the version is {@link ChunkWrite#NO_VERSION} when it is none. */
    record ChunkHead(int number, long version, int blocks) {

        private static final ChunkHead NONE = new ChunkHead(0, ChunkWrite.NO_VERSION, 0);
    }

    /** The newer of the two copies; null when neither can be read. */
    static @Nullable StoreHeader read(FileChannel file) throws IOException {
        StoreHeader first = parse(readBlock(file, 0));
        StoreHeader second = parse(readBlock(file, BLOCK_BYTES));
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return second.version() > first.version() ? second : first;
    }

    private static byte[] readBlock(FileChannel file, long position) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        while (block.hasRemaining() && file.read(block, position + block.position()) > 0) {
            // A read may bring a part only.
        }
        return block.array();
    }

    private static @Nullable StoreHeader parse(byte[] block) {
        String text = new String(block, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        int checksum = text.indexOf(CHECKSUM);
        if (checksum < 0 || end < checksum) {
            return null;
        }
        String stored = text.substring(checksum + CHECKSUM.length(), end).trim();
        if (!stored.equals(Integer.toHexString(DataUtils.getFletcher32(block, 0, checksum)))) {
            return null;
        }
        return new StoreHeader(DataUtils.parseMap(text.substring(0, checksum)));
    }

    /** Whether these bytes are a header that says that the file was closed in order; they are not consumed. */
    static boolean saysClean(ByteBuffer bytes) {
        byte[] block = new byte[BLOCK_BYTES];
        bytes.duplicate().get(block, 0, Math.min(bytes.remaining(), BLOCK_BYTES));
        StoreHeader header = parse(block);
        return header != null && header.isClean();
    }

    /** What stands at the beginning of these bytes; they are not consumed. */
    static ChunkHead chunkAt(ByteBuffer bytes) {
        byte[] start = new byte[Math.min(bytes.remaining(), CHUNK_HEADER_BYTES)];
        bytes.duplicate().get(start);
        String text = new String(start, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        if (!text.startsWith("chunk:") || end < 0) {
            return ChunkHead.NONE;
        }
        try {
            Map<String, String> chunk =
                    DataUtils.parseMap(text.substring(0, end).trim());
            return new ChunkHead(
                    (int) DataUtils.readHexLong(chunk, "chunk", 0),
                    DataUtils.readHexLong(chunk, "version", ChunkWrite.NO_VERSION),
                    (int) DataUtils.readHexLong(chunk, "len", 0));
        } catch (MVStoreException e) {
            return ChunkHead.NONE;
        }
    }

    long version() {
        return DataUtils.readHexLong(fields, "version", 0);
    }

    int chunk() {
        return (int) DataUtils.readHexLong(fields, "chunk", 0);
    }

    /** Where the chunk begins, in bytes. */
    long position() {
        return DataUtils.readHexLong(fields, "block", 0) * BLOCK_BYTES;
    }

    /** Whether the file was closed in order after this was written. */
    boolean isClean() {
        return (int) DataUtils.readHexLong(fields, "clean", 0) != 0;
    }

    /** Both blocks of a header that makes H2 begin with this chunk. */
    ByteBuffer startingWith(ChunkWrite root) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.put("block", Long.toHexString(root.position() / BLOCK_BYTES));
        changed.put("chunk", Integer.toHexString(root.chunk()));
        changed.put("version", Long.toHexString(root.version()));
        changed.put("clean", "1");
        return blocks(changed);
    }

    /** Both blocks of a header that names no chunk: H2 looks for them itself. */
    static ByteBuffer empty() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("H", "2");
        fields.put("block", "2");
        fields.put("blockSize", Integer.toHexString(BLOCK_BYTES));
        fields.put("chunk", "0");
        fields.put("created", "0");
        fields.put("format", "3");
        fields.put("version", "0");
        return blocks(fields);
    }

    private static ByteBuffer blocks(Map<String, String> fields) {
        StringBuilder line = new StringBuilder();
        fields.forEach((key, value) -> DataUtils.appendMap(line, key, value));
        byte[] text = line.toString().getBytes(StandardCharsets.ISO_8859_1);
        line.append(CHECKSUM).append(Integer.toHexString(DataUtils.getFletcher32(text, 0, text.length)));
        byte[] whole = line.append('\n').toString().getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer blocks = ByteBuffer.allocate(2 * BLOCK_BYTES);
        blocks.put(whole);
        blocks.position(BLOCK_BYTES);
        blocks.put(whole);
        return blocks.rewind();
    }

    /** Where the file ends for H2; behind it may be room that was reserved for it, which is all zeros. */
    static long usedSize(FileChannel file) throws IOException {
        long end = file.size();
        ByteBuffer block = ByteBuffer.allocate(16 * BLOCK_BYTES);
        while (end > ChunkWrite.HEADER_BYTES) {
            long from = Math.max(ChunkWrite.HEADER_BYTES, end - block.capacity());
            block.clear().limit((int) (end - from));
            while (block.hasRemaining() && file.read(block, from + block.position()) > 0) {
                // A read may bring a part only.
            }
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) != 0) {
                    long used = from + i + 1;
                    return (used + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
                }
            }
            end = from;
        }
        return end;
    }
}
