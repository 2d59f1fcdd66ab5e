package io.tocsin.database;

import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells failures of the database from failures of what was to be done with it. */
public final class DatabaseFailures {

    private static final int MAX_CAUSES = 20;

    private DatabaseFailures() {}

    /** Whether the database was away, busy or in conflict: the same may succeed later, and it was not one row's fault. */
    public static boolean isPassing(Throwable failure) {
        return DatabaseAway.explains(failure)
                || Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                        .limit(MAX_CAUSES)
                        .anyMatch(cause -> cause instanceof DataAccessResourceFailureException
                                || cause instanceof TransientDataAccessException
                                || cause instanceof CannotCreateTransactionException
                                || cause instanceof SQLTransientException
                                || cause instanceof SQLNonTransientConnectionException);
    }
}
