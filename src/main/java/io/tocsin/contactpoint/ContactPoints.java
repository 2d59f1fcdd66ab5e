package io.tocsin.contactpoint;

import io.tocsin.rule.ContactPointName;
import java.util.List;
import java.util.Optional;

/** The contact points that exist now. */
public interface ContactPoints {

    Optional<ContactPoint> find(ContactPointName name);

    /** Why a contact point that the file names cannot be used; empty when it can, or when nothing is known of the name. */
    default Optional<String> disabledBecause(ContactPointName name) {
        return Optional.empty();
    }

    /** Who gets the messages that the contact point cannot take, also of one that is disabled; empty when it names none. */
    default Optional<ContactPointName> fallbackOf(ContactPointName name) {
        return find(name).flatMap(contactPoint -> Optional.ofNullable(contactPoint.fallback()));
    }

    /** The provisioned ones in the order of their file, then those made in the page, then the built-in Inbox. */
    List<ContactPoint> all();
}
