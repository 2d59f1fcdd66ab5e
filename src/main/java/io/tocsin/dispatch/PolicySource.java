package io.tocsin.dispatch;

import io.tocsin.notification.PolicyTree;

/** Where the policies in force come from. */
interface PolicySource {

    PolicyTree current();
}
