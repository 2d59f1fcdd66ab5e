package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.DeliveryOutcome;
import io.tocsin.delivery.ExternalMessage;
import io.tocsin.delivery.FailureReason;
import io.tocsin.delivery.NextStep;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.delivery.store.RateLanes;
import io.tocsin.message.Message;
import io.tocsin.rule.ContactPointName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Claims due deliveries and sends them. One {@link #step()} claims what may be sent now and returns; the answers are
 * worked off on the database scheduler, never on an event loop.
 */
final class DeliveryWorker {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);
    private static final Duration UNKNOWN_RETRY = Duration.ofSeconds(10);

    private final String owner;
    private final DeliveryQueue queue;
    private final RateLanes lanes;
    private final ContactPointHealthStore health;
    private final ContactPoints contactPoints;
    private final Map<ContactPointKind, Notifier> notifiers;
    private final ParkedContactPoints parked;
    private final AttemptRecorder recorder;
    private final DeliverySettings settings;
    private final Clock clock;
    private final Scheduler database;
    private final Semaphore slots;
    private final StormWatch storms;
    private final Splitter splitter;

    DeliveryWorker(Collaborators collaborators, AttemptRecorder recorder, StormWatch storms, Scheduler database) {
        this.owner = collaborators.owner();
        this.queue = collaborators.queue();
        this.lanes = collaborators.lanes();
        this.health = collaborators.health();
        this.contactPoints = collaborators.contactPoints();
        this.notifiers = collaborators.notifiers();
        this.parked = collaborators.parked();
        this.settings = collaborators.settings();
        this.clock = collaborators.clock();
        this.recorder = recorder;
        this.database = database;
        this.slots = new Semaphore(settings.concurrency());
        this.storms = storms;
        this.splitter = new Splitter(queue);
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
            DeliverySettings settings,
            Clock clock) {}

    /** Claims and sends what is due; blocks for the database only. Returns how many attempts it began. */
    int step() {
        queue.takeOver(clock.instant());
        int begun = 0;
        Set<ContactPointName> names = new LinkedHashSet<>(queue.contactPointsWithDue(clock.instant()));
        names.addAll(storms.contactPoints());
        for (ContactPointName name : names) {
            if (health.isParked(name)) {
                parked.moveWaiting(name, clock.instant());
                continue;
            }
            begun += sendDue(name);
        }
        return begun;
    }

    /** Nobody else can be using an H2 file, so what another owner holds is the leftover of a killed process. */
    int takeOverLeftovers() {
        return queue.takeOverFromAllBut(owner, clock.instant());
    }

    int inFlight() {
        return settings.concurrency() - slots.availablePermits();
    }

    private int sendDue(ContactPointName name) {
        Optional<ContactPoint> contactPoint = contactPoints.find(name);
        int begun = 0;
        for (Delivery due : findDue(name, contactPoint)) {
            if (contactPoint.isEmpty()) {
                handleUnknown(due);
                continue;
            }
            if (!begin(due, contactPoint.get())) {
                break;
            }
            begun++;
        }
        return begun;
    }

    private List<Delivery> findDue(ContactPointName name, Optional<ContactPoint> contactPoint) {
        Instant now = clock.instant();
        if (contactPoint.isPresent()) {
            if (storms.look(contactPoint.get(), now)) {
                return queue.findDueSummary(name, now);
            }
            splitter.split(contactPoint.get(), now);
        }
        return queue.findDue(name, now, settings.concurrency());
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
        if (!slots.tryAcquire()) {
            return false;
        }
        Notifier notifier = notifiers.get(contactPoint.kind());
        if (notifier == null || !isLaneFree(notifier, contactPoint)) {
            slots.release();
            return false;
        }
        Instant startedAt = clock.instant();
        Optional<Delivery> claimed = queue.claim(due, owner, startedAt.plus(settings.lease()));
        if (claimed.isEmpty()) {
            slots.release();
            return true;
        }
        send(claimed.get(), contactPoint, notifier, startedAt);
        return true;
    }

    private static boolean isUnwanted(Message message, ContactPoint contactPoint) {
        return !contactPoint.sendResolved() && message.firing() == 0 && message.resolved() > 0;
    }

    private boolean isLaneFree(Notifier notifier, ContactPoint contactPoint) {
        return notifier.rateLimit().isUnlimited()
                || lanes.tryAcquire(notifier.lane(contactPoint), notifier.rateLimit(), clock.instant());
    }

    private void send(Delivery delivery, ContactPoint contactPoint, Notifier notifier, Instant startedAt) {
        Outgoing outgoing = outgoing(delivery, contactPoint);
        Mono.defer(() -> notifier.send(contactPoint, outgoing))
                .onErrorResume(e -> Mono.just(unexpected(delivery, e)))
                .publishOn(database)
                .doOnNext(outcome -> finish(delivery, contactPoint, notifier, startedAt, outcome))
                .doFinally(signal -> slots.release())
                .subscribe(
                        outcome -> {},
                        e -> LOG.error("Attempt not recorded, the lease will run out: delivery={}", delivery.id(), e));
    }

    private Outgoing outgoing(Delivery delivery, ContactPoint contactPoint) {
        Message message = delivery.message();
        Optional<Delivery> shown = Updates.mayEdit(message, contactPoint)
                ? queue.findLastDelivered(contactPoint.name(), message.groupKey())
                        .filter(last -> Updates.isContinuedBy(last.message(), message))
                : Optional.empty();
        Message whole =
                shown.map(last -> message.keepingEvidenceOf(last.message())).orElse(message);
        if (!whole.equals(message)) {
            queue.keep(delivery, whole);
        }
        return new Outgoing(
                whole,
                delivery.id().value(),
                delivery.progress().isDegraded(),
                delivery.progress().isPossibleDuplicate(),
                shown.map(last -> last.progress().external()).orElse(ExternalMessage.UNKNOWN));
    }

    /** A bug in an adapter must not be retried for ever with the same message. */
    private static DeliveryOutcome unexpected(Delivery delivery, Throwable failure) {
        LOG.error(
                "Adapter failed: delivery={} cause={}",
                delivery.id(),
                failure.getClass().getName());
        return new DeliveryOutcome.ContentRejected(
                "could not be rendered: " + failure.getClass().getSimpleName());
    }

    private void finish(
            Delivery delivery,
            ContactPoint contactPoint,
            Notifier notifier,
            Instant startedAt,
            DeliveryOutcome outcome) {
        Duration pause = pauseOf(outcome);
        if (!pause.isZero() && !notifier.rateLimit().isUnlimited()) {
            lanes.pause(notifier.lane(contactPoint), clock.instant(), pause);
        }
        recorder.record(delivery, notifier.lane(contactPoint), startedAt, outcome);
    }

    /** Retry-After is for everything that goes to the endpoint, not only for the refused message. */
    private static Duration pauseOf(DeliveryOutcome outcome) {
        if (outcome instanceof DeliveryOutcome.Delivered delivered) {
            return delivered.pause();
        }
        if (outcome instanceof DeliveryOutcome.Retryable retryable
                && retryable.reason() == FailureReason.RATE_LIMITED
                && retryable.retryAfter() != null) {
            return retryable.retryAfter();
        }
        return Duration.ZERO;
    }

    /** The file may just have been edited; after a while the Inbox gets the message. */
    private void handleUnknown(Delivery due) {
        Instant now = clock.instant();
        if (due.message().isEditOnly()) {
            queue.dropUnsent(due, null, now);
            return;
        }
        DeliveryFailure cause = new DeliveryFailure(
                FailureReason.UNKNOWN_CONTACT_POINT,
                contactPoints
                        .disabledBecause(due.contactPoint())
                        .map(why -> "the contact point \"" + due.contactPoint() + "\" is disabled: " + why)
                        .orElseGet(() -> "there is no contact point \"" + due.contactPoint() + "\""));
        if (due.queuedAt().plus(settings.unknownContactPoint()).isBefore(now)) {
            parked.passOnToInbox(due, recorder.attempt(due, now, now, "dead_endpoint", cause), now);
            return;
        }
        recorder.postpone(due, new NextStep.Retry(now.plus(UNKNOWN_RETRY), false, false), cause);
    }
}
