package io.tocsin.logstore.segment;

import java.nio.file.Path;

/** The directory of the log store is in use by another process. */
public final class LogStoreLockedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LogStoreLockedException(Path directory) {
        super("The log store directory " + directory.toAbsolutePath().normalize()
                + " is in use by another process. Stop that process, or give this one its own directory with"
                + " TOCSIN_DATA_DIR.");
    }
}
