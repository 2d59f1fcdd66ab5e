package io.tocsin.contactpoint.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code contact_point}. */
@Entity
@Table(name = "contact_point")
class ContactPointEntity {

    @Id
    String name;

    String kind;

    /** Encrypted as a whole; there may be a secret in it. */
    String definition;

    String keyId;
    String updatedBy;
    Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    ContactPointEntity() {}

    ContactPointEntity(String name, String kind, String definition, String keyId, String updatedBy, Instant updatedAt) {
        this.name = name;
        this.kind = kind;
        this.definition = definition;
        this.keyId = keyId;
        this.updatedBy = updatedBy;
        this.updatedAt = updatedAt;
    }
}
