package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tocsin.database.config.JpaConfiguration;
import jakarta.persistence.Entity;
import java.util.List;
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

    @Test
    void everyEntityIsManaged() {
        List<String> found = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.tocsin").stream()
                        .filter(type -> type.isAnnotatedWith(Entity.class))
                        .map(JavaClass::getName)
                        .sorted()
                        .toList();

        assertThat(JpaConfiguration.ENTITIES).containsExactlyElementsOf(found);
    }
}
