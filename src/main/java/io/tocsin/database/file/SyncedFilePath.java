package io.tocsin.database.file;

import io.tocsin.file.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/**
 * H2's view of the file system: {@code jdbc:h2:tocsin:retry:/directory/name}. A database file opened through it is a
 * {@link SyncedFile}; every other file is what it is. {@code retry} is H2's own: it opens a file again that the interrupt
 * of a thread has closed.
 */
public final class SyncedFilePath extends FilePathWrapper {

    private static final String SCHEME = "tocsin";
    private static final String DATABASE_SUFFIX = ".mv.db";
    private static final String JOURNAL_SUFFIX = ".sync";
    private static final Map<String, SyncedFile> OPEN = new ConcurrentHashMap<>();
    private static final Map<String, Boolean> EACH_WRITE = new ConcurrentHashMap<>();

    static {
        FilePath.register(new SyncedFilePath());
    }

    /** For H2, which makes its paths by reflection. */
    public SyncedFilePath() {}

    /**
     * The JDBC URL, without settings, of a database in a file.
     *
     * @param file without H2's suffix
     * @param syncsEachWrite whether each commit is forced to the device before it returns
     */
    public static String url(Path file, boolean syncsEachWrite) {
        String name = "retry:" + file;
        EACH_WRITE.put(key(name + DATABASE_SUFFIX), syncsEachWrite);
        return "jdbc:h2:" + SCHEME + ":" + name;
    }

    /** The database file that is open now under this name without suffix; null when H2 has closed it. */
    static @Nullable SyncedFile open(Path file) {
        SyncedFile open = OPEN.get(key("retry:" + file + DATABASE_SUFFIX));
        return open == null || !open.isOpen() ? null : open;
    }

    private static String key(String baseName) {
        return baseName.replace('\\', '/');
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        FilePath base = getBase();
        if (!base.name.endsWith(DATABASE_SUFFIX) || mode.equals("r")) {
            return base.open(mode);
        }
        String stem = base.name.substring(0, base.name.length() - DATABASE_SUFFIX.length());
        return new SyncedFile(
                openForOwner(base, mode),
                FilePath.get(stem + JOURNAL_SUFFIX),
                base.name,
                EACH_WRITE.getOrDefault(key(base.name), false));
    }

    /** What is in the database is nobody else's, in none of its files. */
    static FileChannel openForOwner(FilePath file, String mode) throws IOException {
        FileChannel opened = file.open(mode);
        OwnerOnly.file(Path.of(file.name.substring(file.name.lastIndexOf(':') + 1)));
        return opened;
    }

    /** H2 has locked the file. */
    static void opened(String baseName, SyncedFile file) {
        OPEN.put(key(baseName), file);
    }

    /** The name of a file that replaces another must survive a loss of power as its contents do. */
    @Override
    public void moveTo(FilePath newName, boolean atomicReplace) {
        super.moveTo(newName, atomicReplace);
        Directories.sync(newName.getParent());
    }
}
