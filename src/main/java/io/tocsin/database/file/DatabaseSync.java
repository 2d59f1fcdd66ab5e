package io.tocsin.database.file;

import io.tocsin.database.H2File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Forces H2's file to the device, one sync for all commits since the last one, and sees to it that H2 does not overwrite
 * what the state that was forced last needs: it holds a usage of that version, as a long transaction would.
 */
public final class DatabaseSync implements AutoCloseable {

    private final H2File database;
    private final Path file;
    private final long reservedBytes;
    private @Nullable Pin pin;

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

        void release() {
            if (!store.isClosed()) {
                store.deregisterVersionUsage(version);
            }
        }
    }

    /**
     * Returns when every commit that returned before the call is on the device. Blocks for as long as that takes; commits go
     * on meanwhile.
     *
     * @throws UncheckedIOException if the device does not take it
     */
    public synchronized void sync() {
        SyncedFile opened = SyncedFilePath.open(file);
        if (opened == null) {
            pin = null;
            return;
        }
        if (reservedBytes > 0) {
            opened.reserve(reservedBytes);
        }
        if (!opened.isDirty()) {
            return;
        }
        Pin before = pin;
        if (before != null && !before.opened().equals(opened)) {
            before = null;
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
        opened.pinned(next != null);
        pin = next;
        if (before != null) {
            before.release();
        }
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
        Pin held = pin;
        pin = null;
        if (held != null) {
            held.opened().pinned(false);
            held.release();
        }
    }
}
