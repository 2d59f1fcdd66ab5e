package io.tocsin.contactpoint;

import io.tocsin.rule.ContactPointName;
import java.util.List;
import java.util.Optional;

/** The contact points that exist now. */
public interface ContactPoints {

    Optional<ContactPoint> find(ContactPointName name);

    /** The provisioned ones in the order of their file, then those made in the page, then the built-in Inbox. */
    List<ContactPoint> all();
}
