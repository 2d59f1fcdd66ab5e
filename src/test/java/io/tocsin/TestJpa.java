package io.tocsin;

import io.tocsin.database.config.JpaConfiguration;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.dao.support.PersistenceExceptionTranslationInterceptor;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactory;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring Data's repositories over a database without Spring's container, as the application would have them. */
public final class TestJpa {

    /** The newest ones are known: most tests have a database each, and make one transaction manager for it. */
    private static final int MOST_KNOWN = 8;

    private static final Map<DataSource, TestJpa> KNOWN = new LinkedHashMap<>(16, 0.75f, true);
    private static final Map<Boolean, SharedEntities> ENTITIES = new HashMap<>();

    private final SharedEntities shared;
    private final EntityManagerFactory entities;
    private final JpaTransactionManager transactions;

    private TestJpa(SharedEntities shared, DataSource dataSource) {
        this.shared = shared;
        entities = shared.of(dataSource);
        transactions = JpaConfiguration.transactionManager(entities, dataSource);
        transactions.setJpaDialect(shared.dialect());
    }

    /** The same one for the same data source. */
    public static synchronized TestJpa of(DataSource dataSource) {
        TestJpa known = KNOWN.get(dataSource);
        if (known != null) {
            return known;
        }
        SharedEntities shared = ENTITIES.computeIfAbsent(isPostgres(dataSource), SharedEntities::new);
        TestJpa made = new TestJpa(shared, dataSource);
        KNOWN.put(dataSource, made);
        Iterator<DataSource> eldest = KNOWN.keySet().iterator();
        if (KNOWN.size() > MOST_KNOWN) {
            eldest.next();
            eldest.remove();
        }
        return made;
    }

    static boolean isPostgres(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getURL().startsWith("jdbc:postgresql:");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public EntityManagerFactory entities() {
        return entities;
    }

    /** For SQL and for entities. */
    public JpaTransactionManager manager() {
        return transactions;
    }

    public TransactionTemplate transactions() {
        return new TransactionTemplate(transactions);
    }

    public <R> R repository(Class<R> type) {
        JpaRepositoryFactory factory =
                new JpaRepositoryFactory(SharedEntityManagerCreator.createSharedEntityManager(entities));
        factory.addRepositoryProxyPostProcessor((proxy, repository) -> {
            proxy.addAdvice(new PersistenceExceptionTranslationInterceptor(shared.exceptions()));
            proxy.addAdvice(new TransactionInterceptor(transactions, new AnnotationTransactionAttributeSource()));
        });
        return factory.getRepository(type);
    }
}
