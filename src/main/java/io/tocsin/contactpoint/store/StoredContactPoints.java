package io.tocsin.contactpoint.store;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.file.ContactPointFileParser;
import io.tocsin.contactpoint.file.ContactPointProblem;
import io.tocsin.database.SqlTimes;
import io.tocsin.rule.ContactPointName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Sort;
import org.springframework.transaction.support.TransactionTemplate;

/** The table of contact points made in the page. Everything but {@link #snapshot()} blocks. */
public final class StoredContactPoints {

    private static final Logger log = LoggerFactory.getLogger(StoredContactPoints.class);

    private static final Duration UNDO = Duration.ofDays(1);

    private final ContactPointRepository rows;
    private final DeletedContactPointRepository deletedRows;
    private final TransactionTemplate transactions;
    private final SecretKeys keys;
    private final ContactPointFileParser parser;
    private final Clock clock;
    private volatile List<ContactPoint> snapshot = List.of();
    private Map<String, ReadRow> readRows = Map.of();

    /** @param contactPoint empty when the row is not usable */
    private record ReadRow(SecretKeys.Sealed sealed, Optional<ContactPoint> contactPoint) {}

    /** @param parser must expand no environment variables: whoever may edit contact points must not read them */
    StoredContactPoints(
            ContactPointRepository rows,
            DeletedContactPointRepository deletedRows,
            TransactionTemplate transactions,
            SecretKeys keys,
            ContactPointFileParser parser,
            Clock clock) {
        this.rows = rows;
        this.deletedRows = deletedRows;
        this.transactions = transactions;
        this.keys = keys;
        this.parser = parser;
        this.clock = clock;
    }

    /** As they were at the last {@link #reload()}, by name. */
    public List<ContactPoint> snapshot() {
        return snapshot;
    }

    /**
     * Reads what this or another replica has stored, and decrypts what has changed. One that cannot be decrypted is left out,
     * and logged once.
     */
    public synchronized void reload() {
        Map<String, ReadRow> now = new LinkedHashMap<>();
        for (ContactPointEntity row : rows.findAll(Sort.by("name"))) {
            ReadRow before = readRows.get(row.name);
            now.put(
                    row.name,
                    before != null && before.sealed().equals(row.sealed())
                            ? before
                            : new ReadRow(row.sealed(), read(row)));
        }
        readRows = now;
        snapshot = now.values().stream()
                .flatMap(row -> row.contactPoint().stream())
                .toList();
    }

    /** Encrypts what an older key encrypted with the present one. One that cannot be read stays as it is. */
    public void renewKeys() {
        for (ContactPointEntity row : rows.findAll()) {
            if (!keys.isCurrent(row.sealed())) {
                renew(row);
            }
        }
    }

    private void renew(ContactPointEntity row) {
        try {
            String definition = keys.decrypt(row.sealed(), row.name);
            rows.saveAndFlush(new ContactPointEntity(row.name, keys.encrypt(definition, row.name)));
            log.info("Contact point encrypted with the new key: contactPoint={}", row.name);
        } catch (IllegalStateException e) {
            log.error("Contact point stays with its old key: contactPoint={} cause={}", row.name, e.getMessage());
        }
    }

    private Optional<ContactPoint> read(ContactPointEntity row) {
        try {
            ContactPointDefinition definition = ContactPointDefinition.ofJson(keys.decrypt(row.sealed(), row.name));
            ContactPointFileParser.ParsedContactPoints result = parse(definition);
            result.problems().forEach(problem -> log.error("Stored contact point not usable: {}", problem.message()));
            return result.contactPoints().stream().findFirst();
        } catch (RuntimeException | StackOverflowError e) {
            // Only our own exceptions are known to hold no secret.
            String cause = e instanceof IllegalStateException
                    ? e.getMessage()
                    : e.getClass().getSimpleName();
            log.error("Stored contact point not usable: contactPoint={} cause={}", row.name, cause);
            return Optional.empty();
        }
    }

    /** What is wrong with a definition; empty when it could be stored. */
    public ContactPointFileParser.ParsedContactPoints parse(ContactPointDefinition definition) {
        ContactPointFileParser.ParsedContactPoints result = parser.parse(definition.asFile(), "page");
        List<ContactPoint> editable = result.contactPoints().stream()
                .map(StoredContactPoints::notProvisioned)
                .toList();
        return new ContactPointFileParser.ParsedContactPoints(
                editable, result.names(), result.fallbacks(), result.problems());
    }

    private static ContactPoint notProvisioned(ContactPoint parsed) {
        return new ContactPoint(parsed.name(), parsed.settings(), parsed.style(), parsed.fallback(), false);
    }

    /** The stored definition with its secrets; never to be shown. */
    public Optional<ContactPointDefinition> find(ContactPointName name) {
        return rows.findById(name.value())
                .map(row -> ContactPointDefinition.ofJson(keys.decrypt(row.sealed(), row.name)));
    }

    /** Stores a new or changed contact point unless something is wrong with it. Secrets left empty stay as they were. */
    public List<ContactPointProblem> save(ContactPointDefinition definition, String by) {
        ContactPointDefinition whole = complete(definition);
        ContactPointFileParser.ParsedContactPoints result = parse(whole);
        if (!result.problems().isEmpty()) {
            return result.problems();
        }
        String name = result.contactPoints().get(0).name().value();
        ContactPointEntity row = new ContactPointEntity(name, keys.encrypt(whole.json(), name));
        try {
            rows.saveAndFlush(row);
        } catch (DataIntegrityViolationException e) {
            // Somebody else made one of this name at this moment; the last to save counts, as always.
            rows.saveAndFlush(row);
        }
        reload();
        log.info("Contact point stored: contactPoint={} by={}", name, by);
        return List.of();
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
    public boolean delete(ContactPointName name, String by) {
        boolean isDeleted = isTrue(() -> {
            Optional<ContactPointEntity> row = rows.findById(name.value());
            if (row.isEmpty() || rows.remove(name.value()) == 0) {
                return false;
            }
            deletedRows.save(new DeletedContactPointEntity(row.get(), now()));
            return true;
        });
        reload();
        log.info("Contact point deleted: contactPoint={} by={}", name, by);
        return isDeleted;
    }

    /** Those that can still be brought back, newest first. */
    public List<ContactPointName> findDeleted() {
        return deletedRows.findByDeletedAtAfterOrderByDeletedAtDesc(now().minus(UNDO)).stream()
                .map(row -> new ContactPointName(row.name))
                .toList();
    }

    /** Brings a deleted one back with its secrets; false when it is gone for good, or its name is in use again. */
    public boolean restore(ContactPointName name, String by) {
        boolean isRestored = isTrue(() -> {
            Optional<DeletedContactPointEntity> row =
                    deletedRows.findById(name.value()).filter(deleted -> deleted.deletedAt.isAfter(now().minus(UNDO)));
            if (row.isEmpty() || rows.existsById(name.value())) {
                return false;
            }
            rows.save(row.get().restored());
            deletedRows.delete(row.get());
            return true;
        });
        if (isRestored) {
            reload();
            log.info("Contact point restored: contactPoint={} by={}", name, by);
        }
        return isRestored;
    }

    private boolean isTrue(BooleanSupplier inTransaction) {
        return Boolean.TRUE.equals(transactions.execute(status -> inTransaction.getAsBoolean()));
    }

    private Instant now() {
        return SqlTimes.stored(clock.instant());
    }
}
