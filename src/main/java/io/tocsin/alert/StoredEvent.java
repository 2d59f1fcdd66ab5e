package io.tocsin.alert;

/** An event with its place in the log. Ids grow, but concurrent writers may commit them out of order. */
public record StoredEvent(long id, AlertEvent event) {}
