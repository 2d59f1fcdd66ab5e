package io.tocsin.contactpoint.store;

import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.file.ContactPointCatalog;
import io.tocsin.contactpoint.file.ContactPointFileParser;
import io.tocsin.task.RepeatingTask;
import io.tocsin.watch.Severity;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** Contact points that are made in the page, beside those of the file. */
@Configuration(proxyBeanMethods = false)
class ContactPointStoreConfiguration {

    private static final Duration RELOAD_PERIOD = Duration.ofSeconds(2);

    /** Paths are text: Spring would look for a Path in the classpath first, where there are {@code templates} too. */
    @Bean
    SecretKeys secretKeys(
            @Value("${tocsin.data-dir}") String dataDir,
            @Value("${tocsin.secret.key:}") String key,
            @Value("${tocsin.secret.key-old:}") String oldKey) {
        return SecretKeySource.load(key, oldKey, Path.of(dataDir));
    }

    @Bean
    StoredContactPoints storedContactPoints(
            ContactPointRepository rows,
            DeletedContactPointRepository deletedRows,
            TransactionTemplate transactions,
            SecretKeys keys,
            ContactPointCatalog catalog,
            AllowedHosts allowedHosts,
            @Value("${tocsin.templates-dir}") String templatesDir,
            Clock clock) {
        // Whoever may edit contact points must not be able to read the environment.
        ContactPointFileParser parser = new ContactPointFileParser(
                allowedHosts,
                Path.of(templatesDir),
                name -> null,
                () -> catalog.provisioned().stream()
                        .map(contactPoint -> contactPoint.name().value())
                        .collect(Collectors.toSet()));
        StoredContactPoints stored = new StoredContactPoints(rows, deletedRows, transactions, keys, parser, clock);
        stored.renewKeys();
        stored.reload();
        return stored;
    }

    @Bean
    ContactPoints contactPoints(ContactPointCatalog catalog, StoredContactPoints stored) {
        return new AllContactPoints(catalog, stored);
    }

    /** Other replicas may have changed the table. */
    @Bean
    RepeatingTask contactPointsTableTask(StoredContactPoints stored) {
        return RepeatingTask.every(RELOAD_PERIOD, "contact-points-table", stored::reload)
                .whenLate(Severity.UNWATCHED);
    }
}
