package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.database.DatabaseFailures;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.NextStep;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.delivery.store.OutboxRows;
import io.tocsin.delivery.store.RateLanes;
import io.tocsin.message.Message;
import io.tocsin.rule.ContactPointName;
import io.tocsin.task.Setbacks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds due deliveries and begins attempts. One {@link #step()} begins what may be sent now and returns. A contact point or
 * a delivery with which something goes wrong never keeps the others from being served.
 */
final class DeliveryWorker {

    private static final Logger log = LoggerFactory.getLogger(DeliveryWorker.class);
    private static final Duration POSTPONED_BY = Duration.ofSeconds(10);

    private final String owner;
    private final DeliveryQueue queue;
    private final ContactPointHealthStore health;
    private final ContactPoints contactPoints;
    private final Map<ContactPointKind, Notifier> notifiers;
    private final ParkedContactPoints parked;
    private final UnreadableDeliveries unreadable;
    private final AttemptRecorder recorder;
    private final DeliveryAttempts attempts;
    private final UnrecordedAttempts unrecorded;
    private final DeliverySettings settings;
    private final Clock clock;
    private final StormWatch storms;
    private final Splitter splitter;
    private final Setbacks setbacks = new Setbacks("part", log);

    DeliveryWorker(
            Collaborators collaborators,
            AttemptRecorder recorder,
            StormWatch storms,
            DeliveryAttempts attempts,
            UnrecordedAttempts unrecorded) {
        this.owner = collaborators.owner();
        this.queue = collaborators.queue();
        this.health = collaborators.health();
        this.contactPoints = collaborators.contactPoints();
        this.notifiers = collaborators.notifiers();
        this.parked = collaborators.parked();
        this.unreadable = collaborators.unreadable();
        this.settings = collaborators.settings();
        this.clock = collaborators.clock();
        this.recorder = recorder;
        this.attempts = attempts;
        this.unrecorded = unrecorded;
        this.storms = storms;
        this.splitter = new Splitter(queue, unreadable);
    }

    /** What a worker works with. */
    record Collaborators(
            String owner,
            DeliveryQueue queue,
            RateLanes lanes,
            ContactPointHealthStore health,
            ContactPoints contactPoints,
            Map<ContactPointKind, Notifier> notifiers,
            ParkedContactPoints parked,
            UnreadableDeliveries unreadable,
            DeliverySettings settings,
            Clock clock) {}

    /** Begins what is due; blocks for the database only. */
    void step() {
        unrecorded.beginStep(clock.instant());
        if (unrecorded.mayTakeOver(clock.instant())) {
            guarded("takeOver", () -> queue.takeOver(clock.instant()));
        }
        Set<ContactPointName> names = new LinkedHashSet<>(queue.contactPointsWithDue(clock.instant()));
        guarded("storms", () -> names.addAll(storms.contactPoints()));
        for (ContactPointName name : names) {
            guarded("contactPoint/" + name, () -> serve(name));
        }
        unrecorded.endStep();
    }

    /** What fails is tried again after a while; while the database is away nothing else would succeed either. */
    private void guarded(String name, Runnable part) {
        if (!setbacks.mayTry(name, clock.instant())) {
            return;
        }
        try {
            part.run();
            setbacks.succeeded(name);
        } catch (Throwable e) { // An Error, too, may be one row's: a text on which a recursion never ends.
            if (DatabaseFailures.isPassing(e)) {
                throw e;
            }
            setbacks.failed(name, e, clock.instant());
        }
    }

    /** Nobody else can be using an H2 file, so what another owner holds is the leftover of a killed process. */
    int takeOverLeftovers() {
        return queue.takeOverFromAllBut(owner, clock.instant());
    }

    int inFlight() {
        return attempts.inFlight();
    }

    /** What fails although the service was not even asked. */
    List<Setbacks.Setback> setbacks() {
        return setbacks.current();
    }

    private void serve(ContactPointName name) {
        if (health.isParked(name)) {
            parked.moveWaiting(name, clock.instant());
            return;
        }
        Optional<ContactPoint> contactPoint = contactPoints.find(name);
        for (Delivery due : findDue(name, contactPoint)) {
            if (contactPoint.isEmpty()) {
                handleUnknown(due);
            } else if (!tryBegin(due, contactPoint.get())) {
                break;
            }
        }
    }

    private List<Delivery> findDue(ContactPointName name, Optional<ContactPoint> contactPoint) {
        Instant now = clock.instant();
        if (contactPoint.isPresent()) {
            if (storms.look(contactPoint.get(), now)) {
                return unreadable.setAside(queue.findDueSummary(name, now), now);
            }
            splitter.split(contactPoint.get(), now);
        }
        OutboxRows found = queue.findDue(name, now, settings.concurrency());
        return unreadable.setAside(found, now);
    }

    /** The next one of the contact point has its turn although this one fails. */
    private boolean tryBegin(Delivery due, ContactPoint contactPoint) {
        try {
            boolean goesOn = begin(due, contactPoint);
            setbacks.succeeded("delivery/" + due.id());
            return goesOn;
        } catch (Throwable e) {
            if (DatabaseFailures.isPassing(e)) {
                throw e;
            }
            postpone(due, e);
            return true;
        }
    }

    /** Out of the way of those behind it, and seen on its page; were it claimed, its lease would run out instead. */
    private void postpone(Delivery due, Throwable failure) {
        Instant now = clock.instant();
        setbacks.failed("delivery/" + due.id(), failure, now);
        DeliveryFailure cause = new DeliveryFailure(
                FailureReason.UNEXPECTED_ANSWER,
                "could not be sent: " + failure.getClass().getSimpleName());
        recorder.postpone(due, new NextStep.Retry(now.plus(POSTPONED_BY), false, false), cause);
    }

    /** False when nothing more of this contact point can be sent now. */
    private boolean begin(Delivery due, ContactPoint contactPoint) {
        if (isUnwanted(due.message(), contactPoint)) {
            DeliveryFailure cause =
                    new DeliveryFailure(FailureReason.CONTENT_REJECTED, "send_resolved is off for this contact point");
            recorder.drop(due, cause, clock.instant());
            return true;
        }
        if (due.message().isEditOnly()
                && (!contactPoint.editsMessages() || due.progress().isDegraded())) {
            queue.dropUnsent(due, null, clock.instant());
            return true;
        }
        Notifier notifier = notifiers.get(contactPoint.kind());
        return notifier != null && attempts.begin(due, contactPoint, notifier);
    }

    private static boolean isUnwanted(Message message, ContactPoint contactPoint) {
        return !contactPoint.sendResolved() && message.firing() == 0 && message.resolved() > 0;
    }

    /** The file may just have been edited; after a while the Inbox gets the message. */
    private void handleUnknown(Delivery due) {
        Instant now = clock.instant();
        if (due.message().isEditOnly()) {
            queue.dropUnsent(due, null, now);
            return;
        }
        Optional<String> disabledBecause = contactPoints.disabledBecause(due.contactPoint());
        DeliveryFailure cause = new DeliveryFailure(
                FailureReason.UNKNOWN_CONTACT_POINT,
                disabledBecause
                        .map(why -> "the contact point \"" + due.contactPoint() + "\" is disabled: " + why)
                        .orElseGet(() -> "there is no contact point \"" + due.contactPoint() + "\""));
        if (disabledBecause.isPresent()
                && parked.passOnFromDisabled(due, recorder.attempt(due, now, now, "dead_endpoint", cause), now)) {
            return;
        }
        if (due.queuedAt().plus(settings.unknownContactPoint()).isBefore(now)) {
            parked.passOnToInbox(due, recorder.attempt(due, now, now, "dead_endpoint", cause), now);
            return;
        }
        recorder.postpone(due, new NextStep.Retry(now.plus(POSTPONED_BY), false, false), cause);
    }
}
