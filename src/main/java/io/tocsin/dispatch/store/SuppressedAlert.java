package io.tocsin.dispatch.store;

import io.tocsin.alert.Alert;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;

/**
 * An alert that a silence has kept from a contact point.
 *
 * @param known whether it had been told before the silence began
 * @param isFiring whether it fires still
 */
public record SuppressedAlert(ContactPointName receiver, boolean known, Instant since, Alert alert, boolean isFiring) {}
