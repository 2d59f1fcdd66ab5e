package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.database.DatabaseFailures;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.NextStep;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.message.Message;
import io.tocsin.rule.ContactPointName;
import io.tocsin.task.Setbacks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
    private static final Duration ALL_LOOKED_FOR_EVERY = Duration.ofSeconds(10);
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    private final DeliveryQueue queue;
    private final DueDeliveries due;
    private final ContactPoints contactPoints;
    private final ParkedContactPoints parked;
    private final DeliveryAttempts attempts;
    private final AttemptRecorder recorder;
    private final Duration unknownContactPoint;
    private final Clock clock;
    private final Setbacks setbacks = new Setbacks("part", log);
    private boolean mayHaveLeftovers;
    private Duration untilNextPlace = FOREVER;
    private Instant allLookedForAt = Instant.EPOCH;

    /** @param unknownContactPoint how long a delivery waits for a contact point that does not exist */
    DeliveryWorker(
            DeliveryQueue queue,
            DueDeliveries due,
            ContactPoints contactPoints,
            ParkedContactPoints parked,
            DeliveryAttempts attempts,
            AttemptRecorder recorder,
            Duration unknownContactPoint,
            Clock clock) {
        this.queue = queue;
        this.due = due;
        this.contactPoints = contactPoints;
        this.parked = parked;
        this.attempts = attempts;
        this.recorder = recorder;
        this.unknownContactPoint = unknownContactPoint;
        this.clock = clock;
    }

    /**
     * Lets the next step take over all that others hold: nobody else can be using the database, so that is the leftover of a
     * killed process. Returns this.
     */
    DeliveryWorker alone() {
        mayHaveLeftovers = true;
        return this;
    }

    /** Begins what is due; blocks for the database only. */
    void step() {
        if (mayHaveLeftovers) {
            queue.takeOverFromAllBut(attempts.owner(), clock.instant());
            mayHaveLeftovers = false;
        }
        UnrecordedAttempts unrecorded = attempts.unrecorded();
        unrecorded.beginStep(clock.instant());
        if (unrecorded.mayTakeOver(clock.instant())) {
            guarded("takeOver", () -> queue.takeOver(clock.instant()));
        }
        Set<ContactPointName> names = new LinkedHashSet<>(contactPointsWithDue(clock.instant()));
        guarded("storms", () -> names.addAll(due.inStorms()));
        Set<ContactPointName> refusing = parked.names();
        List<Candidate> chosen = new ArrayList<>();
        untilNextPlace = FOREVER;
        for (ContactPointName name : names) {
            guarded("contactPoint/" + name, () -> serve(name, refusing.contains(name), chosen));
        }
        if (!chosen.isEmpty()) {
            begin(chosen);
        }
        unrecorded.endStep();
    }

    /** While very many messages wait, those of contact points that do not exist are looked for now and then. */
    private List<ContactPointName> contactPointsWithDue(Instant now) {
        if (now.isBefore(allLookedForAt) || !now.isBefore(allLookedForAt.plus(ALL_LOOKED_FOR_EVERY))) {
            List<ContactPointName> all = queue.contactPointsWithDue(now);
            allLookedForAt = now;
            return all;
        }
        List<ContactPointName> known =
                contactPoints.all().stream().map(ContactPoint::name).toList();
        return queue.contactPointsWithDue(known, now);
    }

    /**
     * When the next step is to begin: when a contact point that had to wait for its service's limit may go on, at the latest
     * after the poll interval.
     */
    Duration pause(Duration pollInterval) {
        return untilNextPlace.compareTo(pollInterval) < 0 ? untilNextPlace : pollInterval;
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

    int inFlight() {
        return attempts.inFlight();
    }

    /** What fails although the service was not even asked. */
    List<Setbacks.Setback> setbacks() {
        return setbacks.current();
    }

    private void serve(ContactPointName name, boolean isParked, List<Candidate> chosen) {
        Instant now = clock.instant();
        if (isParked) {
            parked.moveWaiting(name, now);
            return;
        }
        Optional<ContactPoint> contactPoint = contactPoints.find(name);
        if (contactPoint.isEmpty()) {
            due.find(name, now).forEach(this::handleUnknown);
            return;
        }
        choose(contactPoint.get(), now, chosen);
    }

    /** No more is read than there is room for; what is dropped leaves its room to what is behind it. */
    private void choose(ContactPoint contactPoint, Instant now, List<Candidate> chosen) {
        for (int dropped = 0; dropped < due.limit(); ) {
            int room = attempts.room(contactPoint, chosen.size());
            if (room == 0) {
                waitFor(attempts.untilNextPlace(contactPoint));
            }
            List<Delivery> found = room == 0 ? List.of() : due.find(contactPoint, room, now);
            List<Candidate> wanted = found.stream()
                    .flatMap(next -> candidate(next, contactPoint).stream())
                    .toList();
            if (wanted.size() == found.size()) {
                chosen.addAll(wanted);
                return;
            }
            dropped += found.size() - wanted.size();
        }
    }

    private void waitFor(Duration wait) {
        if (!wait.isZero() && wait.compareTo(untilNextPlace) < 0) {
            untilNextPlace = wait;
        }
    }

    /** Empty when it is not to be sent, or cannot be: the next one of the contact point has its turn although this one fails. */
    private Optional<Candidate> candidate(Delivery delivery, ContactPoint contactPoint) {
        try {
            return dropUnwanted(delivery, contactPoint) ? Optional.empty() : attempts.candidate(delivery, contactPoint);
        } catch (Throwable e) {
            if (DatabaseFailures.isPassing(e)) {
                throw e;
            }
            postpone(delivery, e);
            return Optional.empty();
        }
    }

    /** All claims in one transaction; when that fails each by itself, so that none suffers for another. */
    private void begin(List<Candidate> chosen) {
        try {
            attempts.begin(chosen);
            chosen.forEach(one -> setbacks.succeeded("delivery/" + one.due().id()));
        } catch (Throwable e) {
            if (DatabaseFailures.isPassing(e)) {
                throw e;
            }
            if (chosen.size() == 1) {
                postpone(chosen.get(0).due(), e);
            } else {
                chosen.forEach(one -> begin(List.of(one)));
            }
        }
    }

    /** Out of the way of those behind it, and seen on its page; were it claimed, its lease would run out instead. */
    private void postpone(Delivery delivery, Throwable failure) {
        Instant now = clock.instant();
        setbacks.failed("delivery/" + delivery.id(), failure, now);
        DeliveryFailure cause = new DeliveryFailure(
                FailureReason.UNEXPECTED_ANSWER,
                "could not be sent: " + failure.getClass().getSimpleName());
        recorder.postpone(delivery, new NextStep.Retry(now.plus(POSTPONED_BY), false, false), cause);
    }

    /** Whether there is nothing to be sent of it; then it is ended. */
    private boolean dropUnwanted(Delivery delivery, ContactPoint contactPoint) {
        if (isUnwanted(delivery.message(), contactPoint)) {
            DeliveryFailure cause =
                    new DeliveryFailure(FailureReason.CONTENT_REJECTED, "send_resolved is off for this contact point");
            recorder.drop(delivery, cause, clock.instant());
            return true;
        }
        if (delivery.message().isEditOnly()
                && (!contactPoint.takesEditOnly(delivery.message())
                        || delivery.progress().isDegraded())) {
            queue.dropUnsent(delivery, null, clock.instant());
            return true;
        }
        return false;
    }

    private static boolean isUnwanted(Message message, ContactPoint contactPoint) {
        return !contactPoint.sendResolved() && message.firing() == 0 && message.resolved() > 0;
    }

    /** The file may just have been edited; after a while the Inbox gets the message. */
    private void handleUnknown(Delivery delivery) {
        Instant now = clock.instant();
        if (delivery.message().isEditOnly()) {
            queue.dropUnsent(delivery, null, now);
            return;
        }
        Optional<String> disabledBecause = contactPoints.disabledBecause(delivery.contactPoint());
        DeliveryFailure cause = new DeliveryFailure(
                FailureReason.UNKNOWN_CONTACT_POINT,
                disabledBecause
                        .map(why -> "the contact point \"" + delivery.contactPoint() + "\" is disabled: " + why)
                        .orElseGet(() -> "there is no contact point \"" + delivery.contactPoint() + "\""));
        if (disabledBecause.isPresent()
                && parked.passOnFromDisabled(
                        delivery, recorder.attempt(delivery, now, now, "dead_endpoint", cause), now)) {
            return;
        }
        if (delivery.queuedAt().plus(unknownContactPoint).isBefore(now)) {
            parked.passOnToInbox(delivery, recorder.attempt(delivery, now, now, "dead_endpoint", cause), now);
            return;
        }
        recorder.postpone(delivery, new NextStep.Retry(now.plus(POSTPONED_BY), false, false), cause);
    }
}
