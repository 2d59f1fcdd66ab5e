package io.tocsin.contactpoint.config;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.notification.ReceiverSettings;
import io.tocsin.rule.ContactPointName;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells routing what it must know of contact points; routing does not know their package. */
@Component
class ContactPointReceivers implements ReceiverSettings {

    private final ObjectProvider<ContactPoints> contactPoints;

    ContactPointReceivers(ObjectProvider<ContactPoints> contactPoints) {
        this.contactPoints = contactPoints;
    }

    @Override
    public boolean exists(ContactPointName receiver) {
        ContactPoints known = contactPoints.getIfAvailable();
        return known == null
                || known.find(receiver).isPresent()
                || known.disabledBecause(receiver).isPresent();
    }

    @Override
    public boolean sendsResolved(ContactPointName receiver) {
        return Optional.ofNullable(contactPoints.getIfAvailable())
                .flatMap(known -> known.find(receiver))
                .map(ContactPoint::sendResolved)
                .orElse(true);
    }

    @Override
    public boolean editsMessages(ContactPointName receiver) {
        return Optional.ofNullable(contactPoints.getIfAvailable())
                .flatMap(known -> known.find(receiver))
                .map(ContactPoint::editsMessages)
                .orElse(false);
    }

    @Override
    public Optional<ContactPointName> firstProvisioned() {
        return Optional.ofNullable(contactPoints.getIfAvailable())
                .flatMap(known ->
                        known.all().stream().filter(ContactPoint::isProvisioned).findFirst())
                .map(ContactPoint::name);
    }
}
