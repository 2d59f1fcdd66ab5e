package io.tocsin.database.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.h2.store.fs.FilePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names of files, as far as they must survive a loss of power. */
final class Directories {

    private static final Logger log = LoggerFactory.getLogger(Directories.class);

    private Directories() {}

    /** Forces the names in a directory to the device, where the system can do that; Windows needs and knows no such thing. */
    static void sync(FilePath directory) {
        String path = directory.toString();
        try (FileChannel channel =
                FileChannel.open(Path.of(path.substring(path.lastIndexOf(':') + 1)), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException | RuntimeException e) {
            log.debug("The directory cannot be synced: directory={}", path, e);
        }
    }
}
