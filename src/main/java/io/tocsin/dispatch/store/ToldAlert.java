package io.tocsin.dispatch.store;

import io.tocsin.alert.Alert;
import org.jspecify.annotations.Nullable;

/**
 * An alert with everything that a message says of it.
 *
 * @param resolution null while it fires
 */
public record ToldAlert(
        String alertKey, Alert alert, @Nullable Resolution resolution) {}
