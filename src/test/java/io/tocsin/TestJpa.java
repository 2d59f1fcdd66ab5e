package io.tocsin;

import io.tocsin.database.config.JpaConfiguration;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.dao.support.PersistenceExceptionTranslationInterceptor;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactory;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring Data's repositories over a database without Spring's container, as the application would have them. */
public final class TestJpa {

    /** The newest ones stay open: most tests have a database each, and make one transaction manager for it. */
    private static final int MOST_OPEN = 4;

    private static final Map<DataSource, TestJpa> OPEN = new LinkedHashMap<>(8, 0.75f, true);

    private final LocalContainerEntityManagerFactoryBean bean;
    private final EntityManagerFactory entities;
    private final JpaTransactionManager transactions;

    private TestJpa(DataSource dataSource) {
        bean = JpaConfiguration.entityManagerFactory(dataSource, isPostgres(dataSource), Map.of());
        bean.afterPropertiesSet();
        entities = bean.getNativeEntityManagerFactory();
        transactions = JpaConfiguration.transactionManager(entities, dataSource);
        transactions.setJpaDialect(bean.getJpaDialect());
    }

    /** The same one for the same data source. */
    public static synchronized TestJpa of(DataSource dataSource) {
        TestJpa known = OPEN.get(dataSource);
        if (known != null) {
            return known;
        }
        TestJpa opened = new TestJpa(dataSource);
        OPEN.put(dataSource, opened);
        Iterator<TestJpa> eldest = OPEN.values().iterator();
        if (OPEN.size() > MOST_OPEN) {
            eldest.next().bean.destroy();
            eldest.remove();
        }
        return opened;
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
            proxy.addAdvice(new PersistenceExceptionTranslationInterceptor(bean));
            proxy.addAdvice(new TransactionInterceptor(transactions, new AnnotationTransactionAttributeSource()));
        });
        return factory.getRepository(type);
    }
}
