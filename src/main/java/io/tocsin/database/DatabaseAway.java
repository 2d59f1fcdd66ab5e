package io.tocsin.database;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.transaction.TransactionSystemException;

/** Tells a database that is away, and comes back, from a mistake of ours. */
public final class DatabaseAway {

    /**
     * Connection lost or refused; too many connections or no memory; shut down or starting. Both databases have the first,
     * PostgreSQL the others (its manual, appendix A).
     */
    private static final Set<String> CLASSES = Set.of("08", "53", "57", "58");

    /** PostgreSQL takes no writes: a standby, or a disk that an operator protects. */
    private static final String READ_ONLY = "25006";

    private static final int MAX_CAUSES = 20;

    private DatabaseAway() {}

    /** Whether the same work may well succeed when the database is back; nobody knows whether a commit was one. */
    public static boolean explains(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .anyMatch(cause -> isAway(cause) || isAwayBehind(cause));
    }

    /** A rollback that fails too, for want of a connection, takes the place of what was thrown first. */
    private static boolean isAwayBehind(Throwable cause) {
        return cause instanceof TransactionSystemException rollback
                && rollback.getApplicationException() != null
                && explains(rollback.getApplicationException());
    }

    /** Whether this server takes no writes. */
    public static boolean isReadOnly(SQLException failure) {
        return READ_ONLY.equals(failure.getSQLState());
    }

    private static boolean isAway(Throwable cause) {
        if (cause instanceof SQLTransientConnectionException || cause instanceof SQLRecoverableException) {
            return true;
        }
        if (!(cause instanceof SQLException failure)) {
            return false;
        }
        String state = failure.getSQLState();
        return isReadOnly(failure) || state != null && state.length() == 5 && CLASSES.contains(state.substring(0, 2));
    }
}
