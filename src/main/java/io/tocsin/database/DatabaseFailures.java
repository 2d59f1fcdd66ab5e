package io.tocsin.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/** Tells failures of the database from failures of what was to be done with it. */
public final class DatabaseFailures {

    private static final int MAX_CAUSES = 20;

    /**
     * Connection lost or refused; too many connections or no memory; shut down or starting; its files out of reach. The
     * first classes of SQL states that PostgreSQL uses for them (its manual, appendix A).
     */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    /** A standby, or a server that was made read-only; after a failover another one takes writes. */
    private static final String READ_ONLY = "25006";

    /** The server has ended a transaction in which it heard nothing for too long, and the connection with it. */
    private static final String STOOD_STILL = "25P03";

    /** What the pool says, without a state, of a connection that it has dropped because it was cut. */
    private static final String DROPPED = "Connection is closed";

    private DatabaseFailures() {}

    /** Whether this server takes no writes. */
    public static boolean isReadOnly(SQLException failure) {
        return READ_ONLY.equals(failure.getSQLState());
    }

    private static boolean isPassing(SQLException failure) {
        String state = failure.getSQLState();
        boolean isDropped = state == null && DROPPED.equals(failure.getMessage());
        return isDropped
                || isReadOnly(failure)
                || STOOD_STILL.equals(state)
                || state != null && state.length() == 5 && AWAY.contains(state.substring(0, 2));
    }

    /** Whether the database was away, busy or in conflict: the same may succeed later, and nothing else would now. */
    public static boolean isPassing(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof DataAccessResourceFailureException
                    || cause instanceof TransientDataAccessException
                    || cause instanceof RecoverableDataAccessException
                    || cause instanceof TransactionException
                    || cause instanceof SQLTransientException
                    || cause instanceof SQLRecoverableException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof SQLException failed && isPassing(failed)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
