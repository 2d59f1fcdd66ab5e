package io.tocsin.database;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Inserts rows that somebody else may be inserting at the same moment. On PostgreSQL a refused insert spoils the whole
 * transaction, so it runs behind a savepoint of the caller's transaction, or in one of its own when there is none.
 */
public final class RacingInsert {

    private final TransactionTemplate nested;

    public RacingInsert(PlatformTransactionManager transactions) {
        nested = new TransactionTemplate(transactions);
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /**
     * Whether the rows are the caller's. False: one with the same key exists, nothing was inserted, and the caller's
     * transaction goes on. Waits for a transaction that is inserting the same key. Blocks.
     */
    public boolean tryInsert(Runnable insert) {
        try {
            nested.executeWithoutResult(status -> insert.run());
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }
}
