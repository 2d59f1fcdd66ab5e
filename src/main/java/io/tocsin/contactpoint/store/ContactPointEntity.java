package io.tocsin.contactpoint.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code contact_point}. */
@Entity
@Table(name = "contact_point")
class ContactPointEntity {

    @Id
    String name;

    /** Encrypted as a whole; there may be a secret in it. */
    String definition;

    /** Which key it was encrypted with. */
    String keyId;

    @SuppressWarnings("NullAway.Init")
    ContactPointEntity() {}

    ContactPointEntity(String name, SecretKeys.Sealed definition) {
        this.name = name;
        this.definition = definition.text();
        this.keyId = definition.keyId();
    }

    SecretKeys.Sealed sealed() {
        return new SecretKeys.Sealed(definition, keyId);
    }
}
