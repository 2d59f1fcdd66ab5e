package io.tocsin.access.store;

import io.tocsin.access.AuditEntry;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import io.tocsin.text.CodePoints;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code audit_entry}; it is never changed. */
@Entity
@Immutable
@Table(name = "audit_entry")
class AuditEntryEntity {

    private static final int MAX_TEXT = 200;
    private static final int MAX_ADDRESS = 64;
    private static final int MAX_OBJECT = 300;
    private static final int MAX_DETAIL = 1000;

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    Instant happenedAt;
    String actor;
    String address;
    String action;
    String object;
    String detail;
    String outcome;
    int status;

    @SuppressWarnings("NullAway.Init")
    AuditEntryEntity() {}

    static AuditEntryEntity of(AuditEntry entry) {
        AuditEntryEntity entity = new AuditEntryEntity();
        entity.happenedAt = SqlTimes.stored(entry.at());
        entity.actor = CodePoints.cut(entry.actor(), MAX_TEXT);
        entity.address = CodePoints.cut(entry.address(), MAX_ADDRESS);
        entity.action = CodePoints.cut(entry.action(), MAX_TEXT);
        entity.object = CodePoints.cut(entry.object(), MAX_OBJECT);
        entity.detail = CodePoints.cut(entry.detail(), MAX_DETAIL);
        entity.outcome = entry.outcome().name();
        entity.status = entry.status();
        return entity;
    }

    AuditEntry toEntry() {
        return new AuditEntry(
                id == null ? 0 : id,
                happenedAt,
                actor,
                address,
                new AuditEntry.Deed(action, object, detail),
                StoredEnums.read(outcome, AuditEntry.Outcome.OTHER),
                status);
    }
}
