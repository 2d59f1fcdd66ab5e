package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.CheckResult;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.MentionWishes;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.Preview;
import io.tocsin.contactpoint.RateLimit;
import io.tocsin.database.DatabaseFailures;
import io.tocsin.message.Message;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Leaves out of a message's mentions who asked for that; the message itself goes to all. */
final class ConsiderateNotifier implements Notifier {

    private static final Logger log = LoggerFactory.getLogger(ConsiderateNotifier.class);

    private final Notifier notifier;
    private final MentionWishes wishes;

    ConsiderateNotifier(Notifier notifier, MentionWishes wishes) {
        this.notifier = notifier;
        this.wishes = wishes;
    }

    @Override
    public ContactPointKind kind() {
        return notifier.kind();
    }

    @Override
    public Mono<DeliveryOutcome> send(ContactPoint contactPoint, Outgoing outgoing) {
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

    @Override
    public Optional<Message> completion(
            ContactPoint contactPoint, Outgoing outgoing, DeliveryOutcome.Delivered outcome) {
        return notifier.completion(contactPoint, outgoing, outcome);
    }

    @Override
    public Preview preview(ContactPoint contactPoint, Outgoing outgoing) {
        return notifier.preview(contactPoint, outgoing);
    }

    @Override
    public Mono<CheckResult> check(ContactPoint contactPoint) {
        return notifier.check(contactPoint);
    }

    @Override
    public boolean canCheck() {
        return notifier.canCheck();
    }

    @Override
    public RateLimit rateLimit() {
        return notifier.rateLimit();
    }

    @Override
    public String lane(ContactPoint contactPoint) {
        return notifier.lane(contactPoint);
    }
}
