package io.tocsin.alert.store;

/** Published after a commit that left events to be dispatched. */
public record AlertEventsWaiting() {}
