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
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.delivery.store.RateLanes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Makes attempts: claims what is due, sends it, and records what came of it on the database scheduler, never on an event
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
    private final Gathering<ServiceAnswer> delivered;

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
        this.delivered = new Gathering<>(database, this::inFlight, this::recordTogether);
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

    /**
     * How many of this contact point can be sent now, as far as is known; with 0 nothing need be looked for.
     *
     * @param chosen how many candidates there are already
     */
    int room(ContactPoint contactPoint, int chosen) {
        Notifier notifier = notifiers.get(contactPoint.kind());
        return notifier == null ? 0 : Math.min(free.availablePermits() - chosen, lanes.room(notifier, contactPoint));
    }

    /** How long a contact point has to wait for its service's limit, as far as is known. */
    Duration untilNextPlace(ContactPoint contactPoint) {
        return lanes.untilNextPlace(contactPoint);
    }

    /** What is to be sent; empty when nobody can send it. */
    Optional<Candidate> candidate(Delivery due, ContactPoint contactPoint) {
        return Optional.ofNullable(notifiers.get(contactPoint.kind()))
                .map(notifier -> new Candidate(
                        due,
                        contactPoint,
                        notifier,
                        notifier.lane(contactPoint),
                        messages.lastShown(due.message(), contactPoint)));
    }

    /** Claims in one transaction what gets its turn, and sends it. Sends nothing when it throws. */
    void begin(List<Candidate> chosen) {
        int unused = chosen.size();
        if (!free.tryAcquire(unused)) {
            return;
        }
        try {
            Instant startedAt = clock.instant();
            Map<DeliveryId, Candidate> byId =
                    chosen.stream().collect(Collectors.toMap(one -> one.due().id(), one -> one));
            for (Delivery claimed : claim(chosen, startedAt)) {
                Candidate candidate = byId.get(claimed.id());
                if (candidate != null) {
                    Attempt attempt = new Attempt(candidate, claimed, startedAt);
                    unused--;
                    attempt.send();
                }
            }
        } finally {
            free.release(unused);
        }
    }

    /** A claim whose answer was lost may hold the row for a whole lease, although nothing is sent. */
    private List<Delivery> claim(List<Candidate> chosen, Instant startedAt) {
        try {
            return queue.claim(
                    () -> lanes.takePlaces(chosen).stream().map(Candidate::due).toList(), owner, startedAt.plus(lease));
        } catch (RuntimeException e) {
            chosen.forEach(one -> unrecorded.keep(() -> queue.giveBack(one.due(), owner)));
            if (!DatabaseFailures.isPassing(e)) {
                // Before any of them is claimed again: that claim is not to be given back.
                unrecorded.write();
            }
            throw e;
        }
    }

    /** What came of it is to be written while the lease holds. */
    private Duration longestAttempt() {
        return lease.multipliedBy(9).dividedBy(10);
    }

    /** In one transaction; when that fails each by itself, so that none is lost for another. */
    private void recordTogether(List<ServiceAnswer> delivered) {
        try {
            recorder.recordDelivered(delivered.stream()
                    .map(answer -> answer.attempt().ended(answer.outcome()))
                    .toList());
        } catch (Throwable e) {
            boolean isPassing = DatabaseFailures.isPassing(e);
            for (ServiceAnswer answer : delivered) {
                if (isPassing) {
                    answer.attempt().recordLater(answer.outcome());
                } else {
                    answer.attempt().record(answer.outcome());
                }
            }
        } finally {
            delivered.forEach(answer -> answer.attempt().giveBackPermit());
        }
    }

    private record ServiceAnswer(Attempt attempt, DeliveryOutcome outcome) {}

    /** One attempt from its claim to its record. */
    private final class Attempt {

        private final Candidate candidate;
        private final Delivery delivery;
        private final Instant startedAt;
        private final AtomicBoolean hasPermit = new AtomicBoolean(true);
        private final AtomicBoolean hasEnded = new AtomicBoolean();
        /** Written before the request, read after its answer. */
        private volatile @Nullable Outgoing sent;

        Attempt(Candidate candidate, Delivery claimed, Instant startedAt) {
            this.candidate = candidate;
            this.delivery = claimed;
            this.startedAt = startedAt;
        }

        /** Never throws. A library may let an Error pass by every callback, so the lease bounds the wait for an answer. */
        void send() {
            try {
                Outgoing outgoing = messages.outgoing(delivery, candidate.shown());
                sent = outgoing;
                new SendingTime(clock, startedAt.plus(longestAttempt()))
                        .bounding(Mono.defer(() -> candidate.notifier().send(candidate.contactPoint(), outgoing)))
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
                if (outcome instanceof DeliveryOutcome.Delivered) {
                    delivered.add(new ServiceAnswer(this, outcome));
                } else {
                    database.schedule(() -> record(outcome));
                }
            } catch (Throwable e) {
                giveBackPermit();
                log.error("Attempt not recorded, the lease will run out: delivery={}", delivery.id(), e);
            }
        }

        void record(DeliveryOutcome outcome) {
            try {
                write(outcome);
            } catch (Throwable e) {
                if (DatabaseFailures.isPassing(e)) {
                    recordLater(outcome);
                } else {
                    log.error("Attempt not recorded, the lease will run out: delivery={}", delivery.id(), e);
                }
            } finally {
                giveBackPermit();
            }
        }

        void recordLater(DeliveryOutcome outcome) {
            log.warn("Attempt is recorded when the database is back: delivery={}", delivery.id());
            unrecorded.keep(() -> write(outcome));
        }

        private void write(DeliveryOutcome outcome) {
            if (outcome instanceof DeliveryOutcome.TooLate) {
                log.warn("Not sent, the process stood still for too long: delivery={}", delivery.id());
                queue.giveBack(candidate.due(), owner);
                return;
            }
            recorder.record(ended(outcome));
        }

        /** What is to be written down; the service's wish for a pause is heeded at once. */
        EndedAttempt ended(DeliveryOutcome outcome) {
            lanes.heed(outcome, candidate);
            return new EndedAttempt(delivery, candidate.lane(), startedAt, outcome, completion(outcome));
        }

        /** Whoever ends the attempt gives it back; giving it back again does nothing. */
        void giveBackPermit() {
            if (hasPermit.compareAndSet(true, false)) {
                free.release();
            }
        }

        /** What happens to it never touches the message, so neither does a failure to make it. */
        private @Nullable NewDelivery completion(DeliveryOutcome outcome) {
            Outgoing outgoing = sent;
            if (outgoing == null || !(outcome instanceof DeliveryOutcome.Delivered delivered)) {
                return null;
            }
            try {
                return candidate
                        .notifier()
                        .completion(candidate.contactPoint(), outgoing, delivered)
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
