package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.Language;
import io.tocsin.contactpoint.render.BuiltInTexts;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryAttempt;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.message.Note;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a contact point takes nothing any more: it is parked, people are told through its fallback (the
 * Inbox when it has none), and its messages go to the fallback or wait.
 */
final class ParkedContactPoints {

    private static final Logger log = LoggerFactory.getLogger(ParkedContactPoints.class);
    private static final int MAX_HOPS = 3;
    private static final int BATCH = 200;

    private final DeliveryQueue queue;
    private final ContactPointHealthStore health;
    private final ContactPoints contactPoints;
    private final UnreadableDeliveries unreadable;

    ParkedContactPoints(
            DeliveryQueue queue,
            ContactPointHealthStore health,
            ContactPoints contactPoints,
            UnreadableDeliveries unreadable) {
        this.queue = queue;
        this.health = health;
        this.contactPoints = contactPoints;
        this.unreadable = unreadable;
    }

    /** Those that are parked now. */
    Set<ContactPointName> names() {
        return health.findParked();
    }

    /** Parks the contact point of a delivery that found it dead, and moves the delivery on. */
    void park(Delivery delivery, String lane, DeliveryAttempt attempt, DeliveryFailure cause, Instant at) {
        ContactPointName name = delivery.contactPoint();
        if (health.park(name, lane, cause, at)) {
            log.error(
                    "Contact point parked: contactPoint={} reason={} detail={}", name, cause.reason(), cause.detail());
            tell(name, cause, at);
        }
        moveOn(delivery, attempt, at);
    }

    /** Moves on what was queued for a parked contact point meanwhile. */
    void moveWaiting(ContactPointName name, Instant at) {
        for (Delivery delivery : unreadable.setAside(queue.findWaiting(name, BATCH), at)) {
            moveOn(delivery, null, at);
        }
    }

    /** To the fallback, if there is one that has not seen it yet; else it waits here. */
    private void moveOn(Delivery delivery, @Nullable DeliveryAttempt attempt, Instant at) {
        Optional<ContactPointName> fallback = contactPoints.fallbackOf(delivery.contactPoint());
        if (fallback.isPresent() && delivery.message().isEditOnly()) {
            // The fallback does not have the message that it would change.
            queue.dropUnsent(delivery, attempt, at);
            return;
        }
        if (fallback.isPresent() && delivery.hops() < MAX_HOPS) {
            Note note = Note.of(Note.NoteKind.PASSED_ON_REFUSED, delivery.contactPoint());
            passOn(delivery, fallback.get(), note, attempt, at);
            return;
        }
        queue.park(delivery, attempt, at);
    }

    /** Sends a message of a disabled contact point to its fallback; false when there is none that has not seen it yet. */
    boolean passOnFromDisabled(Delivery delivery, @Nullable DeliveryAttempt attempt, Instant at) {
        Optional<ContactPointName> fallback = contactPoints.fallbackOf(delivery.contactPoint());
        if (fallback.isEmpty() || delivery.hops() >= MAX_HOPS) {
            return false;
        }
        passOn(
                delivery,
                fallback.get(),
                Note.of(Note.NoteKind.PASSED_ON_DISABLED, delivery.contactPoint()),
                attempt,
                at);
        return true;
    }

    /** Sends a message of an unknown contact point to the Inbox instead. */
    void passOnToInbox(Delivery delivery, @Nullable DeliveryAttempt attempt, Instant at) {
        Note note = Note.of(Note.NoteKind.PASSED_ON_UNKNOWN, delivery.contactPoint());
        passOn(delivery, ContactPoint.INBOX, note, attempt, at);
    }

    private void passOn(
            Delivery delivery, ContactPointName to, Note note, @Nullable DeliveryAttempt attempt, Instant at) {
        if (!queue.passOn(delivery, to, delivery.message().withFirstNote(note), at, attempt)) {
            log.warn("Delivery not passed on, somebody else has it: delivery={}", delivery.id());
        }
    }

    private void tell(ContactPointName name, DeliveryFailure cause, Instant at) {
        ContactPointName to = contactPoints.fallbackOf(name).orElse(ContactPoint.INBOX);
        if (to.equals(name)) {
            return;
        }
        String key = "parked:" + name + "@" + at.toEpochMilli();
        Language language = contactPoints.find(to).map(ContactPoint::language).orElse(Language.EN);
        queue.add(new NewDelivery(key, Notices.parked(name, to, BuiltInTexts.of(language), cause, at)), at);
    }
}
