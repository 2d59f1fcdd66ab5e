package io.tocsin;

import io.tocsin.database.config.JpaConfiguration;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.engine.jdbc.connections.spi.AbstractDataSourceBasedMultiTenantConnectionProviderImpl;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.support.PersistenceExceptionTranslator;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.orm.jpa.JpaDialect;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/**
 * What Hibernate knows of the entities, made once for all databases of a kind: it takes longer than most tests, and hundreds of
 * them have a database each. To Hibernate a database is a tenant; in all else it is as in the application.
 */
final class SharedEntities {

    private final AtomicInteger names = new AtomicInteger();
    /** As long as somebody holds its entities. */
    private final Map<String, DataSource> databases = Collections.synchronizedMap(new WeakHashMap<>());

    private final ThreadLocal<String> opening = new ThreadLocal<>();
    private final LocalContainerEntityManagerFactoryBean bean;

    SharedEntities(boolean isPostgres) {
        bean = JpaConfiguration.entityManagerFactory(
                new NoDatabase(),
                isPostgres,
                Map.of(
                        MultiTenancySettings.MULTI_TENANT_CONNECTION_PROVIDER,
                        new Databases(),
                        MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER,
                        new Opening()));
        bean.afterPropertiesSet();
    }

    /** Nobody asks for a connection without saying of which database. */
    private static final class NoDatabase extends AbstractDataSource {

        @Override
        public Connection getConnection() {
            throw new IllegalStateException("no database is meant");
        }

        @Override
        public Connection getConnection(String user, String password) {
            return getConnection();
        }
    }

    private final class Databases extends AbstractDataSourceBasedMultiTenantConnectionProviderImpl<String> {

        private static final long serialVersionUID = 1;

        @Override
        protected DataSource selectAnyDataSource() {
            return new NoDatabase();
        }

        @Override
        protected DataSource selectDataSource(String name) {
            return Objects.requireNonNull(databases.get(name), name);
        }
    }

    /** An entity manager keeps the database that it was opened for. */
    private final class Opening implements CurrentTenantIdentifierResolver<String> {

        @Override
        public String resolveCurrentTenantIdentifier() {
            return Objects.requireNonNullElse(opening.get(), "none");
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return false;
        }
    }

    /** The entities in this database. */
    EntityManagerFactory of(DataSource dataSource) {
        EntityManagerFactory all = Objects.requireNonNull(bean.getNativeEntityManagerFactory());
        String name = "database " + names.incrementAndGet();
        databases.put(name, dataSource);
        return (EntityManagerFactory) Proxy.newProxyInstance(
                SharedEntities.class.getClassLoader(),
                new Class<?>[] {SessionFactory.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> "entities of " + name;
                    default -> invoke(all, name, method, arguments);
                });
    }

    private @Nullable Object invoke(EntityManagerFactory all, String name, Method method, Object @Nullable [] arguments)
            throws Throwable {
        opening.set(name);
        try {
            return method.invoke(all, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            opening.remove();
        }
    }

    JpaDialect dialect() {
        return Objects.requireNonNull(bean.getJpaDialect());
    }

    PersistenceExceptionTranslator exceptions() {
        return bean;
    }
}
