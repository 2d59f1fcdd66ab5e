package io.tocsin.database.file;

import io.tocsin.database.H2File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Forces H2's file to the device, one sync for all commits since the last one, and sees to it that H2 does not overwrite
 * what the state that was forced last needs: it holds a usage of that version, as a long transaction would.
 *
 * <p>A usage keeps what its version needs. But the newest state in the file still names, as in use, what it has replaced itself:
 * H2 writes that down with the next one, and does not begin with a state of which something named is overwritten. So a usage of a
 * version before the one that was forced is held, and the one of this sync only takes its place at a later one.
 */
public final class DatabaseSync implements AutoCloseable {

    private final H2File database;
    private final Path file;
    private final long reservedBytes;
    /** Oldest first. */
    private final Deque<Pin> pins = new ArrayDeque<>();

    /**
     * @param file of the database, without H2's suffix
     * @param reservedBytes by how much the file is kept longer than needed
     */
    public DatabaseSync(H2File database, Path file, long reservedBytes) {
        this.database = database;
        this.file = file;
        this.reservedBytes = reservedBytes;
    }

    /** A version of one opened store; the store is another one when H2 had to open the file again. */
    private record Pin(SyncedFile opened, MVStore store, MVStore.TxCounter version) {

        boolean keeps(long forced) {
            return version.version < forced;
        }

        void release() {
            if (!store.isClosed()) {
                store.deregisterVersionUsage(version);
            }
        }
    }

    /**
     * Returns when every commit that returned before the call is on the device; from the first call on, which is to follow the
     * opening of the database at once, what the forced state needs is not overwritten. Blocks for as long as that takes; commits go
     * on meanwhile.
     *
     * @throws UncheckedIOException if the device does not take it
     */
    public synchronized void sync() {
        SyncedFile opened = SyncedFilePath.open(file);
        if (opened == null) {
            pins.clear();
            return;
        }
        if (reservedBytes > 0) {
            opened.reserve(reservedBytes);
        }
        pins.removeIf(pin -> !pin.opened().equals(opened));
        if (!opened.isDirty() && !pins.isEmpty()) {
            return;
        }
        Pin next = pin(opened);
        try {
            opened.sync();
        } catch (IOException e) {
            if (next != null) {
                next.release();
            }
            throw new UncheckedIOException("the database file cannot be forced to the device", e);
        }
        if (next == null) {
            close();
            return;
        }
        pins.add(next);
        dropOlderThan(opened);
    }

    /** Leaves the newest of those that keep the state that was forced last, and what is newer. */
    private void dropOlderThan(SyncedFile opened) {
        long forced = opened.syncedVersion();
        Iterator<Pin> newestFirst = pins.descendingIterator();
        boolean isKept = false;
        List<Pin> needless = new ArrayList<>();
        while (newestFirst.hasNext()) {
            Pin pin = newestFirst.next();
            if (isKept) {
                newestFirst.remove();
                needless.add(pin);
            }
            isKept |= pin.keeps(forced);
        }
        opened.pinned(isKept);
        needless.forEach(Pin::release);
    }

    /** The version that is complete now. H2's lock keeps commits out for the moment that takes. */
    private @Nullable Pin pin(SyncedFile opened) {
        try {
            MVStore store = database.store();
            MVStore.TxCounter[] version = new MVStore.TxCounter[1];
            store.executeFilestoreOperation(() -> version[0] = store.registerVersionUsage());
            return new Pin(opened, store, version[0]);
        } catch (IllegalStateException | MVStoreException e) {
            // The database is away, closing or closed: what is in the file can be forced all the same.
            return null;
        }
    }

    /** Lets H2 have its space back; to be called before the database is closed. */
    @Override
    public synchronized void close() {
        pins.forEach(pin -> pin.opened().pinned(false));
        pins.forEach(Pin::release);
        pins.clear();
    }
}
