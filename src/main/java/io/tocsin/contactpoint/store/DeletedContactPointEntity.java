package io.tocsin.contactpoint.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code deleted_contact_point}: what was deleted, for an undo. */
@Entity
@Table(name = "deleted_contact_point")
class DeletedContactPointEntity {

    @Id
    String name;

    String kind;
    String definition;
    String keyId;
    String deletedBy;
    Instant deletedAt;

    @SuppressWarnings("NullAway.Init")
    DeletedContactPointEntity() {}

    DeletedContactPointEntity(ContactPointEntity deleted, String by, Instant at) {
        this.name = deleted.name;
        this.kind = deleted.kind;
        this.definition = deleted.definition;
        this.keyId = deleted.keyId;
        this.deletedBy = by;
        this.deletedAt = at;
    }

    ContactPointEntity restored(String by, Instant at) {
        return new ContactPointEntity(name, kind, definition, keyId, by, at);
    }
}
