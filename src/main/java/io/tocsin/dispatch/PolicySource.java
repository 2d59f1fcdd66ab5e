package io.tocsin.dispatch;

import io.tocsin.notification.Policies;

/** Where the policies in force come from. */
interface PolicySource {

    Policies current();
}
