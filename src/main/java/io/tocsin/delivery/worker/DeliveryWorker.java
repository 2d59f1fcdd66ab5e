package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.UpdateMode;
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
import io.tocsin.message.MessageStatus;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
    private final Reshaper reshaper;

    DeliveryWorker(Collaborators collaborators, AttemptRecorder recorder, Scheduler database) {
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
        this.reshaper = new Reshaper(queue, settings.stormThreshold());
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
        for (ContactPointName name : queue.contactPointsWithDue(clock.instant())) {
            if (health.isParked(name)) {
                parked.moveWaiting(name, clock.instant());
                continue;
            }
            contactPoints.find(name).ifPresent(contactPoint -> reshaper.reshape(contactPoint, clock.instant()));
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
        for (Delivery due : queue.findDue(name, clock.instant(), settings.concurrency())) {
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

    /** False when nothing more of this contact point can be sent now. */
    private boolean begin(Delivery due, ContactPoint contactPoint) {
        if (isUnwanted(due.message(), contactPoint)) {
            Instant now = clock.instant();
            DeliveryFailure cause =
                    new DeliveryFailure(FailureReason.CONTENT_REJECTED, "send_resolved is off for this contact point");
            recorder.drop(due, cause, now);
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
        Outgoing outgoing = new Outgoing(
                delivery.message(),
                delivery.id().value(),
                delivery.progress().isDegraded(),
                delivery.progress().isPossibleDuplicate(),
                editable(delivery.message(), contactPoint));
        Mono.defer(() -> notifier.send(contactPoint, outgoing))
                .onErrorResume(e -> Mono.just(unexpected(delivery, e)))
                .publishOn(database)
                .doOnNext(outcome -> finish(delivery, contactPoint, notifier, startedAt, outcome))
                .doFinally(signal -> slots.release())
                .subscribe(
                        outcome -> {},
                        e -> LOG.error("Attempt not recorded, the lease will run out: delivery={}", delivery.id(), e));
    }

    /** An edit notifies nobody, so only news that needs no attention edits the message of the group. */
    private ExternalMessage editable(Message message, ContactPoint contactPoint) {
        boolean isQuietNews = message.reason() == NotificationReason.SOME_RESOLVED
                || message.reason() == NotificationReason.ALL_RESOLVED;
        boolean tellsOfNewAlerts =
                message.alerts().stream().anyMatch(alert -> alert.isNew() && alert.status() == MessageStatus.FIRING);
        if (contactPoint.update() == UpdateMode.NEW || !isQuietNews || tellsOfNewAlerts) {
            return ExternalMessage.UNKNOWN;
        }
        return queue.findLastDelivered(contactPoint.name(), message.groupKey()).orElse(ExternalMessage.UNKNOWN);
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
        DeliveryFailure cause = new DeliveryFailure(
                FailureReason.UNKNOWN_CONTACT_POINT, "there is no contact point \"" + due.contactPoint() + "\"");
        if (due.queuedAt().plus(settings.unknownContactPoint()).isBefore(now)) {
            parked.passOnToInbox(due, recorder.attempt(due, now, now, "dead_endpoint", cause), now);
            return;
        }
        recorder.postpone(due, new NextStep.Retry(now.plus(UNKNOWN_RETRY), false, false), cause);
    }
}
