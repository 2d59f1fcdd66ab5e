package io.tocsin.notification.catalog;

import io.tocsin.notification.Policies;

/** Where the policies in force come from. */
public interface PolicySource {

    Policies current();
}
