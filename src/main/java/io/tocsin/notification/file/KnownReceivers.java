package io.tocsin.notification.file;

import io.tocsin.rule.ContactPointName;

/** The contact points that a policies file may name. */
public interface KnownReceivers {

    boolean exists(ContactPointName name);

    /** The receiver of the root when the file names none. */
    ContactPointName fallback();
}
