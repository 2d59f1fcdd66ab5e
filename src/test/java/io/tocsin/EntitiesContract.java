package io.tocsin;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.database.config.JpaConfiguration;
import java.util.Map;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/** The entities and the migrated tables; extended for each database. */
abstract class EntitiesContract {

    private TestDatabase database;

    abstract TestDatabase open();

    @BeforeEach
    void start() {
        database = open();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private void validate() {
        LocalContainerEntityManagerFactoryBean factory = JpaConfiguration.entityManagerFactory(
                database.dataSource(),
                TestJpa.isPostgres(database.dataSource()),
                Map.of("hibernate.hbm2ddl.auto", "validate"));
        factory.afterPropertiesSet();
        factory.destroy();
    }

    @Test
    void everyEntityFitsItsTable() {
        assertThatCode(this::validate).doesNotThrowAnyException();
    }

    @Test
    void aColumnThatIsMissingIsNoticed() {
        database.client().sql("alter table silence drop column reminded_at").update();

        assertThatThrownBy(this::validate).hasRootCauseInstanceOf(SchemaManagementException.class);
    }
}
