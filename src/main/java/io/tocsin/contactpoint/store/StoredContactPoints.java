package io.tocsin.contactpoint.store;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.file.ContactPointFileParser;
import io.tocsin.contactpoint.file.ContactPointProblem;
import io.tocsin.database.RacingInsert;
import io.tocsin.database.SqlTimes;
import io.tocsin.rule.ContactPointName;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;

/** The table of contact points made in the page. Everything but {@link #snapshot()} blocks. */
public class StoredContactPoints {

    private static final String INSERT =
            "INSERT INTO contact_point (name, kind, definition, key_id, updated_by, updated_at)"
                    + " VALUES (:name, :kind, :definition, :key, :by, :at)";
    private static final String UPDATE = "UPDATE contact_point SET kind = :kind, definition = :definition,"
            + " key_id = :key, updated_by = :by, updated_at = :at WHERE name = :name";

    private static final Logger LOG = LoggerFactory.getLogger(StoredContactPoints.class);

    private static final Duration UNDO = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final RacingInsert inserts;
    private final SecretCipher cipher;
    private final ContactPointFileParser parser;
    private final Clock clock;
    private volatile List<ContactPoint> snapshot = List.of();

    /** @param parser must expand no environment variables: whoever may edit contact points must not read them */
    public StoredContactPoints(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            SecretCipher cipher,
            ContactPointFileParser parser,
            Clock clock) {
        this.jdbc = jdbc;
        this.inserts = new RacingInsert(transactions);
        this.cipher = cipher;
        this.parser = parser;
        this.clock = clock;
    }

    /** As they were at the last {@link #reload()}, by name. */
    public List<ContactPoint> snapshot() {
        return snapshot;
    }

    /** Reads what this or another replica has stored. One that cannot be decrypted is left out, and logged. */
    public void reload() {
        snapshot = jdbc
                .sql("SELECT name, definition FROM contact_point ORDER BY name")
                .query((row, number) -> new Row(row.getString("name"), row.getString("definition")))
                .list()
                .stream()
                .flatMap(row -> read(row).stream())
                .toList();
    }

    private Optional<ContactPoint> read(Row row) {
        try {
            ContactPointDefinition definition =
                    ContactPointDefinition.ofJson(cipher.decrypt(row.definition(), row.name()));
            ContactPointFileParser.Result result = parse(definition);
            result.problems().forEach(problem -> LOG.error("Stored contact point not usable: {}", problem.message()));
            return result.contactPoints().stream().findFirst();
        } catch (RuntimeException | StackOverflowError e) {
            // Only our own exceptions are known to hold no secret.
            String cause = e instanceof IllegalStateException
                    ? e.getMessage()
                    : e.getClass().getSimpleName();
            LOG.error("Stored contact point not usable: contactPoint={} cause={}", row.name(), cause);
            return Optional.empty();
        }
    }

    /** What is wrong with a definition; empty when it could be stored. */
    public ContactPointFileParser.Result parse(ContactPointDefinition definition) {
        ContactPointFileParser.Result result = parser.parse(definition.asFile(), "page");
        List<ContactPoint> editable = result.contactPoints().stream()
                .map(StoredContactPoints::notProvisioned)
                .toList();
        return new ContactPointFileParser.Result(editable, result.names(), result.fallbacks(), result.problems());
    }

    private static ContactPoint notProvisioned(ContactPoint parsed) {
        return new ContactPoint(
                parsed.name(),
                parsed.settings(),
                parsed.sendResolved(),
                parsed.mention(),
                parsed.update(),
                parsed.fallback(),
                parsed.language(),
                parsed.grouping(),
                parsed.title(),
                parsed.text(),
                false);
    }

    /** The stored definition with its secrets; never to be shown. */
    public Optional<ContactPointDefinition> find(ContactPointName name) {
        return jdbc.sql("SELECT definition FROM contact_point WHERE name = :name")
                .param("name", name.value())
                .query(String.class)
                .optional()
                .map(definition -> ContactPointDefinition.ofJson(cipher.decrypt(definition, name.value())));
    }

    /** Stores a new or changed contact point unless something is wrong with it. Secrets left empty stay as they were. */
    @Transactional
    public List<ContactPointProblem> save(ContactPointDefinition definition, String by) {
        ContactPointDefinition whole = complete(definition);
        ContactPointFileParser.Result result = parse(whole);
        if (!result.problems().isEmpty()) {
            return result.problems();
        }
        ContactPoint contactPoint = result.contactPoints().get(0);
        Row row = new Row(
                contactPoint.name().value(),
                cipher.encrypt(whole.json(), contactPoint.name().value()));
        boolean isStored = write(UPDATE, row, contactPoint, by) == 1
                || inserts.tryInsert(() -> write(INSERT, row, contactPoint, by));
        if (!isStored) {
            // Somebody else made one of this name at this moment; the last to save counts, as always.
            write(UPDATE, row, contactPoint, by);
        }
        reload();
        LOG.info("Contact point stored: contactPoint={} by={}", row.name(), by);
        return List.of();
    }

    private int write(String statement, Row row, ContactPoint contactPoint, String by) {
        return jdbc.sql(statement)
                .param("name", row.name())
                .param("kind", contactPoint.kind().name())
                .param("definition", row.definition())
                .param("key", cipher.keyId())
                .param("by", by)
                .param("at", now())
                .update();
    }

    /** The definition with the stored secrets where it has none, for a test of unsaved settings. */
    public ContactPointDefinition complete(ContactPointDefinition definition) {
        if (definition.name().isEmpty()) {
            return definition;
        }
        return find(new ContactPointName(definition.name()))
                .map(definition::keepingSecretsOf)
                .orElse(definition);
    }

    /** False when there is none of this name. For a day it can be brought back. */
    @Transactional
    public boolean delete(ContactPointName name, String by) {
        forget(name);
        jdbc.sql("INSERT INTO deleted_contact_point (name, kind, definition, key_id, deleted_by, deleted_at)"
                        + " SELECT name, kind, definition, key_id, :by, :at FROM contact_point WHERE name = :name")
                .param("by", by)
                .param("at", now())
                .param("name", name.value())
                .update();
        boolean isDeleted = jdbc.sql("DELETE FROM contact_point WHERE name = :name")
                        .param("name", name.value())
                        .update()
                == 1;
        reload();
        LOG.info("Contact point deleted: contactPoint={} by={}", name, by);
        return isDeleted;
    }

    /** Those that can still be brought back, newest first. */
    public List<ContactPointName> findDeleted() {
        return jdbc
                .sql("SELECT name FROM deleted_contact_point WHERE deleted_at > :since ORDER BY deleted_at DESC")
                .param("since", SqlTimes.of(clock.instant().minus(UNDO)))
                .query(String.class)
                .list()
                .stream()
                .map(ContactPointName::new)
                .toList();
    }

    /** Brings a deleted one back with its secrets; false when it is gone for good, or its name is in use again. */
    @Transactional
    public boolean restore(ContactPointName name, String by) {
        if (!findDeleted().contains(name) || find(name).isPresent()) {
            return false;
        }
        jdbc.sql("INSERT INTO contact_point (name, kind, definition, key_id, updated_by, updated_at)"
                        + " SELECT name, kind, definition, key_id, :by, :at FROM deleted_contact_point"
                        + " WHERE name = :name")
                .param("by", by)
                .param("at", now())
                .param("name", name.value())
                .update();
        forget(name);
        reload();
        LOG.info("Contact point restored: contactPoint={} by={}", name, by);
        return true;
    }

    private void forget(ContactPointName name) {
        jdbc.sql("DELETE FROM deleted_contact_point WHERE name = :name")
                .param("name", name.value())
                .update();
    }

    private OffsetDateTime now() {
        return SqlTimes.of(clock.instant());
    }

    private record Row(String name, String definition) {}
}
