package io.tocsin.database.config;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.transaction.SavepointManager;
import org.springframework.transaction.TransactionDefinition;

/**
 * Lets a JPA transaction have savepoints, as a JDBC one has. They know nothing of entities: behind one there may be SQL
 * only, as in {@link io.tocsin.database.RacingInsert}.
 */
final class SavepointDialect extends HibernateJpaDialect {

    @Override
    public Object beginTransaction(EntityManager entityManager, TransactionDefinition definition)
            throws PersistenceException, SQLException {
        Object begun = super.beginTransaction(entityManager, definition);
        return new Begun(begun, entityManager.unwrap(Session.class));
    }

    @Override
    public void cleanupTransaction(@Nullable Object begun) {
        super.cleanupTransaction(begun instanceof Begun transaction ? transaction.begun() : begun);
    }

    /** What the dialect wants back at the end, with the session whose connection has the savepoints. */
    private record Begun(Object begun, Session session) implements SavepointManager {

        @Override
        public Object createSavepoint() {
            return session.doReturningWork(connection -> connection.setSavepoint());
        }

        @Override
        public void rollbackToSavepoint(Object savepoint) {
            session.doWork(connection -> connection.rollback((Savepoint) savepoint));
        }

        @Override
        public void releaseSavepoint(Object savepoint) {
            session.doWork(connection -> connection.releaseSavepoint((Savepoint) savepoint));
        }
    }
}
