package io.tocsin.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;

/**
 * The file of an H2 database below SQL: how large it is, how much of it is in use, and what makes it smaller. H2 writes a
 * chunk of pages for each commit; a chunk's space is free again only when none of its pages is in use.
 */
public final class H2File {

    private static final long BLOCK_BYTES = 4096;
    /** Any share of live pages is worth it: which chunks are rewritten is decided by how little they hold. */
    private static final int ANY_FILL_RATE = 100;
    /** Fields of a chunk as H2 writes it, {@code chunk:1a,block:2,len:3,…}, each after another one. */
    private static final String LENGTH = ",len:";

    private static final String MOST = ",max:";
    private static final String MOST_LIVE = ",liveMax:";

    private final DataSource dataSource;

    /** @param dataSource of an H2 database in a file, and of nothing else */
    public H2File(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * How the file is used.
     *
     * @param size bytes of the file
     * @param chunks bytes of the chunks that hold live pages; the rest is free, or will be in a moment
     * @param live bytes of the pages in use
     */
    public record Use(long size, long chunks, long live) {

        /** Bytes in chunks that nothing needs any more. */
        long garbage() {
            return chunks - live;
        }

        /** Bytes between chunks. */
        long holes() {
            return size - chunks;
        }
    }

    /** The present use; takes some milliseconds and keeps nobody waiting. */
    public Use use() {
        MVStore store = store();
        long chunks = 0;
        long live = 0;
        for (Map.Entry<String, String> entry : store.getLayoutMap().entrySet()) {
            if (entry.getKey().startsWith(DataUtils.LAYOUT_CHUNK)) {
                long bytes = BLOCK_BYTES * number(entry.getValue(), LENGTH, 0);
                long pages = number(entry.getValue(), MOST, 0);
                long livePages = number(entry.getValue(), MOST_LIVE, pages);
                if (livePages > 0) {
                    chunks += bytes;
                    live += bytes * livePages / pages;
                }
            }
        }
        return new Use(store.getFileStore().size(), chunks, live);
    }

    /**
     * What H2 says of a chunk. Its own reader makes a map of all that it says, 2.6 kB and a microsecond for each of some hundred
     * chunks in every second; this makes nothing, in a tenth of the time.
     */
    private static long number(String chunk, String name, long otherwise) {
        int at = chunk.indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        int from = at + name.length();
        int comma = chunk.indexOf(',', from);
        return Long.parseLong(chunk, from, comma < 0 ? chunk.length() : comma, 16);
    }

    /**
     * Writes the live pages of the emptiest chunks anew, so that those chunks become free. Commits wait meanwhile.
     *
     * @param bytes how much to write at most
     * @return whether anything was written
     */
    boolean rewrite(int bytes) {
        MVStore store = store();
        boolean isDone = store.compact(ANY_FILL_RATE, bytes);
        if (isDone) {
            store.commit();
        }
        return isDone;
    }

    /** Writes a state that differs from the one before in its number only. */
    void nextVersion() {
        MVStore store = store();
        store.setStoreVersion(store.getStoreVersion());
        store.commit();
    }

    /** Has the operating system write to the disk what it has not yet. Commits go on meanwhile. */
    void sync() {
        store().sync();
    }

    /**
     * Moves chunks from the end of the file into its holes, and shortens it. Commits wait meanwhile.
     *
     * @param bytes how much to move at most
     */
    void move(int bytes) {
        MVStore store = store();
        if (store.getFileStore() instanceof RandomAccessStore file) {
            file.compactMoveChunks(ANY_FILL_RATE, bytes, store);
        }
    }

    /**
     * H2's store as it is open now; another one when H2 had to open the file again.
     *
     * @throws IllegalStateException when the database is closed or cannot be reached
     */
    public MVStore store() {
        try (Connection connection = dataSource.getConnection()) {
            SessionLocal session =
                    (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            return session.getDatabase().getStore().getMvStore();
        } catch (SQLException e) {
            throw new IllegalStateException("the H2 database cannot be reached", e);
        }
    }
}
