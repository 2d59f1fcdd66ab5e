package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.SendingTime;
import io.tocsin.database.DatabaseFailures;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.delivery.store.RateLanes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Makes attempts: claims a delivery, sends it, and records what came of it on the database scheduler, never on an event
 * loop. An attempt holds its permit until it has been recorded, or until something was thrown, Errors too; one that nobody
 * hears of again ends with its lease.
 */
final class DeliveryAttempts {

    private static final Logger log = LoggerFactory.getLogger(DeliveryAttempts.class);

    private final String owner = UUID.randomUUID().toString();
    private final DeliveryQueue queue;
    private final OutgoingMessages messages;
    private final SendingLanes lanes;
    private final Map<ContactPointKind, Notifier> notifiers;
    private final AttemptRecorder recorder;
    private final Scheduler database;
    private final Duration lease;
    private final Clock clock;
    /** How many more attempts may be on their way. */
    private final Semaphore free;

    private final int all;
    private final UnrecordedAttempts unrecorded = new UnrecordedAttempts();

    DeliveryAttempts(
            DeliveryQueue queue,
            RateLanes lanes,
            Map<ContactPointKind, Notifier> notifiers,
            AttemptRecorder recorder,
            Scheduler database,
            DeliverySettings settings,
            Clock clock) {
        this.queue = queue;
        this.messages = new OutgoingMessages(queue);
        this.lanes = new SendingLanes(lanes, clock);
        this.notifiers = notifiers;
        this.recorder = recorder;
        this.database = database;
        this.lease = settings.lease();
        this.clock = clock;
        this.all = settings.concurrency();
        this.free = new Semaphore(all);
    }

    /** Under which name this process claims. */
    String owner() {
        return owner;
    }

    /** What could not be written down so far. */
    UnrecordedAttempts unrecorded() {
        return unrecorded;
    }

    /** How many are on their way. */
    int inFlight() {
        return all - free.availablePermits();
    }

    /** How many of this contact point can be sent now, as far as is known; with 0 nothing need be looked for. */
    int room(ContactPoint contactPoint) {
        Notifier notifier = notifiers.get(contactPoint.kind());
        return notifier == null ? 0 : Math.min(free.availablePermits(), lanes.room(notifier, contactPoint));
    }

    /** False when nothing more of this contact point can be sent now. */
    boolean begin(Delivery due, ContactPoint contactPoint) {
        Notifier notifier = notifiers.get(contactPoint.kind());
        if (notifier == null || !free.tryAcquire()) {
            return false;
        }
        Permit permit = new Permit(free, new AtomicBoolean());
        boolean isSent = false;
        try {
            Optional<Delivery> shown = messages.lastShown(due.message(), contactPoint);
            Instant startedAt = clock.instant();
            Optional<Delivery> claimed = claim(due, startedAt, () -> lanes.tryAcquire(notifier, contactPoint));
            if (claimed.isPresent()) {
                Attempt attempt = new Attempt(due, claimed.get(), contactPoint, notifier, startedAt, permit);
                isSent = true;
                attempt.send(shown);
            }
        } finally {
            if (!isSent) {
                permit.giveBack();
            }
        }
        return room(contactPoint) > 0;
    }

    /** A claim whose answer was lost may hold the row for a whole lease, although nothing is sent. */
    private Optional<Delivery> claim(Delivery due, Instant startedAt, BooleanSupplier turn) {
        try {
            return queue.claim(due, owner, startedAt.plus(lease), turn);
        } catch (RuntimeException e) {
            unrecorded.keep(() -> queue.giveBack(due, owner));
            throw e;
        }
    }

    /** What came of it is to be written while the lease holds. */
    private Duration longestAttempt() {
        return lease.multipliedBy(9).dividedBy(10);
    }

    /** The right to one attempt. Whoever ends the attempt gives it back; giving it back again does nothing. */
    private record Permit(Semaphore free, AtomicBoolean isBack) {

        void giveBack() {
            if (isBack.compareAndSet(false, true)) {
                free.release();
            }
        }
    }

    /** One attempt from its claim to its record. */
    private final class Attempt {

        private final Delivery due;
        private final Delivery delivery;
        private final ContactPoint contactPoint;
        private final Notifier notifier;
        private final Instant startedAt;
        private final Permit permit;
        private final AtomicBoolean hasEnded = new AtomicBoolean();
        /** Written before the request, read after its answer. */
        private volatile @Nullable Outgoing sent;

        Attempt(
                Delivery due,
                Delivery claimed,
                ContactPoint contactPoint,
                Notifier notifier,
                Instant startedAt,
                Permit permit) {
            this.due = due;
            this.delivery = claimed;
            this.contactPoint = contactPoint;
            this.notifier = notifier;
            this.startedAt = startedAt;
            this.permit = permit;
        }

        /** Never throws. A library may let an Error pass by every callback, so the lease bounds the wait for an answer. */
        void send(Optional<Delivery> shown) {
            try {
                Outgoing outgoing = messages.outgoing(delivery, shown);
                sent = outgoing;
                new SendingTime(clock, startedAt.plus(longestAttempt()))
                        .bounding(Mono.defer(() -> notifier.send(contactPoint, outgoing)))
                        .timeout(longestAttempt())
                        .subscribe(
                                this::end,
                                this::fail,
                                () -> fail(new IllegalStateException("an adapter has no outcome")));
            } catch (Throwable e) {
                fail(e);
            }
        }

        /** A bug in an adapter must not be retried for ever with the same message; a broken process may recover. */
        private DeliveryOutcome unexpected(Throwable failure) {
            if (failure instanceof java.util.concurrent.TimeoutException) {
                return new DeliveryOutcome.Ambiguous(
                        FailureReason.TIMEOUT,
                        "no answer within " + longestAttempt().toSeconds() + " s");
            }
            log.error(
                    "Adapter failed: delivery={} cause={}",
                    delivery.id(),
                    failure.getClass().getName());
            String detail = "could not be rendered: " + failure.getClass().getSimpleName();
            boolean isOfTheMessage = failure instanceof Exception || failure instanceof StackOverflowError;
            return isOfTheMessage
                    ? new DeliveryOutcome.ContentRejected(detail)
                    : new DeliveryOutcome.Retryable(FailureReason.UNEXPECTED_ANSWER, null, detail);
        }

        private void fail(Throwable failure) {
            if (!hasEnded.get()) {
                end(unexpected(failure));
            }
        }

        /** Only the first outcome counts. */
        private void end(DeliveryOutcome outcome) {
            if (!hasEnded.compareAndSet(false, true)) {
                return;
            }
            try {
                database.schedule(() -> record(outcome));
            } catch (Throwable e) {
                permit.giveBack();
                log.error("Attempt not recorded, the lease will run out: delivery={}", delivery.id(), e);
            }
        }

        private void record(DeliveryOutcome outcome) {
            try {
                write(outcome);
            } catch (Throwable e) {
                if (DatabaseFailures.isPassing(e)) {
                    log.warn("Attempt is recorded when the database is back: delivery={}", delivery.id());
                    unrecorded.keep(() -> write(outcome));
                } else {
                    log.error("Attempt not recorded, the lease will run out: delivery={}", delivery.id(), e);
                }
            } finally {
                permit.giveBack();
            }
        }

        private void write(DeliveryOutcome outcome) {
            if (outcome instanceof DeliveryOutcome.TooLate) {
                log.warn("Not sent, the process stood still for too long: delivery={}", delivery.id());
                queue.giveBack(due, owner);
                return;
            }
            lanes.heed(outcome, notifier, contactPoint);
            recorder.record(delivery, notifier.lane(contactPoint), startedAt, outcome, completion(outcome));
        }

        /** What happens to it never touches the message, so neither does a failure to make it. */
        private @Nullable NewDelivery completion(DeliveryOutcome outcome) {
            Outgoing outgoing = sent;
            if (outgoing == null || !(outcome instanceof DeliveryOutcome.Delivered delivered)) {
                return null;
            }
            try {
                return notifier.completion(contactPoint, outgoing, delivered)
                        .map(message ->
                                new NewDelivery("delivery:" + delivery.id() + "+lines", message, delivered.message()))
                        .orElse(null);
            } catch (RuntimeException | StackOverflowError e) {
                log.warn("The file of log lines was not made: delivery={}", delivery.id(), e);
                return null;
            }
        }
    }
}
