package io.tocsin.delivery.store;

/** Published after a commit that made deliveries due in this process. */
public record DeliveriesWaiting() {}
