package io.tocsin.dispatch;

import io.tocsin.notification.PolicyTree;
import io.tocsin.notification.ReceiverSettings;
import io.tocsin.rule.ContactPointName;

/** The policies when no file says otherwise: everything goes to one contact point. */
final class DefaultPolicies implements PolicySource {

    static final ContactPointName INBOX = new ContactPointName("inbox");

    private final String configured;
    private final ReceiverSettings receivers;

    /** @param configured the receiver that the settings name; blank: the first provisioned one, else the Inbox */
    DefaultPolicies(String configured, ReceiverSettings receivers) {
        this.configured = configured;
        this.receivers = receivers;
    }

    @Override
    public PolicyTree current() {
        return PolicyTree.single(receiver());
    }

    ContactPointName receiver() {
        return configured.isBlank()
                ? receivers.firstProvisioned().orElse(INBOX)
                : new ContactPointName(configured.strip());
    }
}
