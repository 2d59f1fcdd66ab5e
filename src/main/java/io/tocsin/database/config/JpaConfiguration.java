package io.tocsin.database.config;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.SharedCacheMode;
import jakarta.persistence.ValidationMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.grammars.hql.HqlLexer;
import org.hibernate.grammars.hql.HqlParser;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.data.jpa.repository.query.DeclaredQuery;
import org.springframework.data.jpa.repository.query.QueryEnhancerFactories;
import org.springframework.data.jpa.repository.query.QueryEnhancerFactory;
import org.springframework.data.jpa.repository.query.QueryEnhancerSelector;
import org.springframework.data.repository.config.BootstrapMode;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/**
 * What people administer is kept through Spring Data JPA. The one transaction manager serves SQL as well: a statement of a
 * {@code JdbcClient} runs on the connection of the transaction's entity manager.
 *
 * <p>Nothing is searched for, generated or asked of the database at the start: it is opened, checked and migrated before.
 */
@Configuration(proxyBeanMethods = false)
@EnableJpaRepositories(
        basePackages = {
            "io.tocsin.access.store",
            "io.tocsin.contactpoint.store",
            "io.tocsin.delivery.store",
            "io.tocsin.silence.store"
        },
        bootstrapMode = BootstrapMode.LAZY,
        queryEnhancerSelector = JpaConfiguration.QueriesAsTheyAre.class)
public class JpaConfiguration {

    /** Queries are sorted and counted as they are written, so Spring Data need not parse what Hibernate will parse. */
    static final class QueriesAsTheyAre implements QueryEnhancerSelector {

        @Override
        public QueryEnhancerFactory select(DeclaredQuery query) {
            return QueryEnhancerFactories.fallback();
        }
    }

    /** All entities; their classes are seen by their own packages only. */
    public static final List<String> ENTITIES = List.of(
            "io.tocsin.access.store.ApiTokenEntity",
            "io.tocsin.access.store.AuditEntryEntity",
            "io.tocsin.access.store.UserEntity",
            "io.tocsin.contactpoint.store.ContactPointEntity",
            "io.tocsin.contactpoint.store.DeletedContactPointEntity",
            "io.tocsin.delivery.store.ContactPointHealthEntity",
            "io.tocsin.silence.store.SilenceChangeEntity",
            "io.tocsin.silence.store.SilenceEntity");

    @Bean
    @DependsOnDatabaseInitialization
    LocalContainerEntityManagerFactoryBean entityManagerFactory(HikariDataSource dataSource) {
        boolean isPostgres = dataSource.getJdbcUrl().startsWith("jdbc:postgresql:");
        LocalContainerEntityManagerFactoryBean factory = entityManagerFactory(dataSource, isPostgres, Map.of());
        // Beside the rest of the start, which waits for it at its first transaction, and for its failure before it is
        // over.
        factory.setBootstrapExecutor(new SimpleAsyncTaskExecutor("entities-"));
        return factory;
    }

    @Bean
    public static JpaTransactionManager transactionManager(EntityManagerFactory entities, DataSource dataSource) {
        JpaTransactionManager transactions = new JpaTransactionManager(entities);
        transactions.setDataSource(dataSource);
        transactions.setNestedTransactionAllowed(true);
        return transactions;
    }

    /**
     * Forgets what its parser learned of the language while it read our queries: they are read once, and it would keep it for
     * good.
     */
    @EventListener(ApplicationReadyEvent.class)
    void forgetGrammar() {
        HqlLexer lexer = new HqlLexer(CharStreams.fromString(""));
        lexer.getInterpreter().clearDFA();
        new HqlParser(new CommonTokenStream(lexer)).getInterpreter().clearDFA();
    }

    /** @param more settings of Hibernate that count besides, and before, the application's own */
    public static LocalContainerEntityManagerFactoryBean entityManagerFactory(
            DataSource dataSource, boolean isPostgres, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(AvailableSettings.JAKARTA_HBM2DDL_DB_NAME, isPostgres ? "PostgreSQL" : "H2");
        settings.put(AvailableSettings.JAKARTA_HBM2DDL_DB_MAJOR_VERSION, isPostgres ? "14" : "2");
        settings.put(AvailableSettings.JAKARTA_HBM2DDL_DB_MINOR_VERSION, isPostgres ? "0" : "4");
        settings.put(AvailableSettings.ALLOW_METADATA_ON_BOOT, false);
        settings.put(AvailableSettings.PHYSICAL_NAMING_STRATEGY, PhysicalNamingStrategySnakeCaseImpl.class);
        settings.put(AvailableSettings.XML_MAPPING_ENABLED, false);
        settings.put(AvailableSettings.ENHANCER_ENABLE_DIRTY_TRACKING, false);
        settings.put(AvailableSettings.ENHANCER_ENABLE_LAZY_INITIALIZATION, false);
        settings.put(AvailableSettings.USE_SECOND_LEVEL_CACHE, false);
        settings.put(AvailableSettings.USE_QUERY_CACHE, false);
        settings.put(AvailableSettings.IN_CLAUSE_PARAMETER_PADDING, true);
        settings.putAll(more);
        LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
        factory.setPersistenceUnitName("tocsin");
        factory.setDataSource(dataSource);
        factory.setManagedTypes(PersistenceManagedTypes.of(ENTITIES.toArray(String[]::new)));
        factory.setSharedCacheMode(SharedCacheMode.NONE);
        factory.setValidationMode(ValidationMode.NONE);
        factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        factory.setJpaDialect(new SavepointDialect());
        factory.setJpaPropertyMap(settings);
        return factory;
    }
}
