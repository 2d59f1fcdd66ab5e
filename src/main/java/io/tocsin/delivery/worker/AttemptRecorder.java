package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryAttempt;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryProgress;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NextStep;
import io.tocsin.delivery.RetrySchedule;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.delivery.store.DeliveryQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what came of an attempt, and lets {@link RetrySchedule} say what follows. Blocks. */
final class AttemptRecorder {

    private static final Logger log = LoggerFactory.getLogger(AttemptRecorder.class);

    private final DeliveryQueue queue;
    private final ContactPointHealthStore health;
    private final ParkedContactPoints parked;
    private final DeliveryMetrics metrics;
    private final RetrySchedule schedule;
    private final DoubleSupplier jitter;
    private final Clock clock;

    AttemptRecorder(
            DeliveryQueue queue,
            ContactPointHealthStore health,
            ParkedContactPoints parked,
            DeliveryMetrics metrics,
            RetrySchedule schedule,
            DoubleSupplier jitter,
            Clock clock) {
        this.queue = queue;
        this.health = health;
        this.parked = parked;
        this.metrics = metrics;
        this.schedule = schedule;
        this.jitter = jitter;
        this.clock = clock;
    }

    /** May be called again after it has thrown; what was written then is not written twice. */
    void record(EndedAttempt ended) {
        if (ended.isDelivered()) {
            recordDelivered(List.of(ended));
            return;
        }
        Instant now = clock.instant();
        recordFailed(ended, now);
        metrics.attempted(ended.delivery().contactPoint(), ended.outcome(), Duration.between(ended.startedAt(), now));
    }

    /** The same for several messages that their services have taken: all are written, or it throws and none is. */
    void recordDelivered(List<EndedAttempt> all) {
        Instant now = clock.instant();
        health.succeeded(
                all.stream().map(ended -> ended.delivery().contactPoint()).collect(Collectors.toSet()), now);
        Set<DeliveryId> written =
                queue.finish(all.stream().map(ended -> sent(ended, now)).toList());
        for (EndedAttempt ended : all) {
            Delivery delivery = ended.delivery();
            ended(delivery, DeliveryState.DELIVERED, written.contains(delivery.id()));
            metrics.attempted(delivery.contactPoint(), ended.outcome(), Duration.between(ended.startedAt(), now));
        }
    }

    private DeliveryQueue.SentDelivery sent(EndedAttempt ended, Instant now) {
        Delivery delivery = ended.delivery();
        return new DeliveryQueue.SentDelivery(
                delivery,
                delivery.progress().delivered(now, ended.message()),
                attempt(delivery, ended.startedAt(), now, ended.outcome().word(), null),
                ended.completion());
    }

    private void recordFailed(EndedAttempt ended, Instant now) {
        Delivery delivery = ended.delivery();
        DeliveryOutcome outcome = ended.outcome();
        FailureReason reason = outcome.reason();
        DeliveryFailure failure = reason == null ? null : new DeliveryFailure(reason, outcome.detail());
        DeliveryFailure cause = failure == null ? new DeliveryFailure(FailureReason.UNEXPECTED_ANSWER, "") : failure;
        DeliveryAttempt attempt = attempt(delivery, ended.startedAt(), now, outcome.word(), failure);
        if (outcome instanceof DeliveryOutcome.NotEdited) {
            write(delivery, delivery.progress().ended(DeliveryState.DROPPED, now, cause), attempt);
            return;
        }
        NextStep step = schedule.next(
                delivery.progress().attempts(),
                outcome,
                delivery.progress().isDegraded(),
                delivery.queuedAt(),
                now,
                jitter.getAsDouble());
        health.failed(delivery.contactPoint(), cause, now);
        follow(step, delivery, ended.lane(), attempt, cause);
        metrics.failed(delivery.contactPoint(), cause.reason());
    }

    private void follow(NextStep step, Delivery delivery, String lane, DeliveryAttempt attempt, DeliveryFailure cause) {
        Instant now = attempt.endedAt();
        if (step instanceof NextStep.Retry retry) {
            log.warn(
                    "Delivery will be retried: delivery={} contactPoint={} reason={} attempt={} detail={}",
                    delivery.id(),
                    delivery.contactPoint(),
                    cause.reason(),
                    attempt.number(),
                    cause.detail());
            write(delivery, delivery.progress().retrying(retry, cause), attempt);
        } else if (step instanceof NextStep.End end) {
            log.error(
                    "Delivery failed for good: delivery={} contactPoint={} state={} reason={} detail={}",
                    delivery.id(),
                    delivery.contactPoint(),
                    end.state(),
                    cause.reason(),
                    cause.detail());
            write(delivery, delivery.progress().ended(end.state(), now, cause), attempt);
        } else {
            parked.park(delivery, lane, attempt, cause, now);
        }
    }

    /** Ends a delivery that nobody wants, without an attempt. */
    void drop(Delivery delivery, DeliveryFailure cause, Instant at) {
        write(
                delivery,
                delivery.progress().ended(DeliveryState.DROPPED, at, cause),
                attempt(delivery, at, at, "dropped", cause));
    }

    /** Waits without counting an attempt. */
    void postpone(Delivery delivery, NextStep.Retry retry, DeliveryFailure cause) {
        Instant now = clock.instant();
        write(delivery, delivery.progress().retrying(retry, cause), attempt(delivery, now, now, "postponed", cause));
    }

    DeliveryAttempt attempt(
            Delivery delivery, Instant startedAt, Instant endedAt, String outcome, @Nullable DeliveryFailure failure) {
        return new DeliveryAttempt(
                delivery.id(),
                delivery.progress().attempts(),
                startedAt,
                endedAt,
                outcome,
                failure == null ? null : failure.reason(),
                failure == null ? "" : failure.detail());
    }

    private void write(Delivery delivery, DeliveryProgress next, DeliveryAttempt attempt) {
        boolean isWritten = queue.finish(delivery, next, attempt);
        if (next.endedAt() != null || !isWritten) {
            ended(delivery, next.state(), isWritten);
        }
    }

    private void ended(Delivery delivery, DeliveryState state, boolean isWritten) {
        if (isWritten) {
            metrics.ended(delivery.contactPoint(), state);
        } else {
            log.warn("Attempt not recorded, somebody else took the delivery over: delivery={}", delivery.id());
        }
    }
}
