package io.tocsin.logstore.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A file that grows at its end; an interface so that tests can let the disk fail. */
public interface SegmentFile extends Closeable {

    /** Writes all the bytes at the end; after a failure some of them may be there. */
    void write(byte[] bytes, int from, int length) throws IOException;

    void truncate(long length) throws IOException;

    /** Returns when the operating system says that everything written is on the device. */
    void sync() throws IOException;

    /** Opens segment files. */
    interface Opener {

        /** Creates the file, which must not exist. */
        SegmentFile create(Path path) throws IOException;
    }
}
