package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.MentionWishes;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.WrappedNotifier;
import io.tocsin.database.DatabaseFailures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Leaves out of a message's mentions who asked for that; the message itself goes to all. */
final class ConsiderateNotifier extends WrappedNotifier {

    private static final Logger log = LoggerFactory.getLogger(ConsiderateNotifier.class);

    private final MentionWishes wishes;

    ConsiderateNotifier(Notifier notifier, MentionWishes wishes) {
        super(notifier);
        this.wishes = wishes;
    }

    @Override
    protected Mono<DeliveryOutcome> send(Notifier notifier, ContactPoint contactPoint, Outgoing outgoing) {
        return notifier.send(considerate(contactPoint, outgoing), outgoing);
    }

    /** Better somebody too many is mentioned than nobody is told. */
    private ContactPoint considerate(ContactPoint contactPoint, Outgoing outgoing) {
        boolean isNobody =
                contactPoint.mention().isNobody() || !contactPoint.mention().appliesTo(outgoing.message());
        if (isNobody) {
            return contactPoint;
        }
        try {
            return contactPoint.withMention(contactPoint.mention().without(wishes.unmentioned()));
        } catch (RuntimeException e) {
            log.warn("Who wants no mentions is not known: passing={}", DatabaseFailures.isPassing(e), e);
            return contactPoint;
        }
    }
}
