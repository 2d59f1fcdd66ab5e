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

    String definition;
    String keyId;
    Instant deletedAt;

    @SuppressWarnings("NullAway.Init")
    DeletedContactPointEntity() {}

    DeletedContactPointEntity(ContactPointEntity deleted, Instant at) {
        this.name = deleted.name;
        this.definition = deleted.definition;
        this.keyId = deleted.keyId;
        this.deletedAt = at;
    }

    ContactPointEntity restored() {
        return new ContactPointEntity(name, new SecretKeys.Sealed(definition, keyId));
    }
}
