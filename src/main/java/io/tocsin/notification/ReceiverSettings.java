package io.tocsin.notification;

import io.tocsin.rule.ContactPointName;
import java.util.Optional;

/** What routing must know of contact points. */
public interface ReceiverSettings {

    /** Whether there is such a contact point now; one that is disabled counts, because its name is right. */
    boolean exists(ContactPointName receiver);

    /** Whether it wants a message when alerts resolve; true for a contact point that is not known. */
    boolean sendsResolved(ContactPointName receiver);

    /** Whether messages that it has can be changed in place; false for a contact point that is not known. */
    boolean editsMessages(ContactPointName receiver);

    /** The first contact point of the provisioned file; empty when there is none. */
    Optional<ContactPointName> firstProvisioned();
}
