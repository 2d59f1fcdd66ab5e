package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryAttempt;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.DeliveryProgress;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NextStep;
import io.tocsin.delivery.RetrySchedule;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.delivery.store.DeliveryQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;
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

    /**
     * May be called again after it has thrown; what was written then is not written twice.
     *
     * @param completion what is to follow a delivered message; null: nothing
     */
    void record(
            Delivery delivery,
            String lane,
            Instant startedAt,
            DeliveryOutcome outcome,
            @Nullable NewDelivery completion) {
        Instant now = clock.instant();
        write(delivery, lane, startedAt, now, outcome, completion);
        metrics.attempted(delivery.contactPoint(), outcome, Duration.between(startedAt, now));
    }

    private void write(
            Delivery delivery,
            String lane,
            Instant startedAt,
            Instant now,
            DeliveryOutcome outcome,
            @Nullable NewDelivery completion) {
        FailureReason reason = outcome.reason();
        DeliveryFailure failure = reason == null ? null : new DeliveryFailure(reason, outcome.detail());
        DeliveryAttempt attempt = attempt(delivery, startedAt, now, outcome.word(), failure);
        NextStep step = schedule.next(
                delivery.progress().attempts(),
                outcome,
                delivery.progress().isDegraded(),
                delivery.queuedAt(),
                now,
                jitter.getAsDouble());
        if (outcome instanceof DeliveryOutcome.Delivered delivered) {
            health.succeeded(delivery.contactPoint(), now);
            DeliveryProgress next = delivery.progress().delivered(now, delivered.message());
            ended(
                    delivery,
                    next,
                    completion == null
                            ? queue.finish(delivery, next, attempt)
                            : queue.finish(delivery, next, attempt, completion));
            return;
        }
        DeliveryFailure cause = failure == null ? new DeliveryFailure(FailureReason.UNEXPECTED_ANSWER, "") : failure;
        if (outcome instanceof DeliveryOutcome.NotEdited) {
            write(delivery, delivery.progress().ended(DeliveryState.DROPPED, now, cause), attempt);
            return;
        }
        health.failed(delivery.contactPoint(), cause, now);
        follow(step, delivery, lane, attempt, cause);
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
        ended(delivery, next, queue.finish(delivery, next, attempt));
    }

    private void ended(Delivery delivery, DeliveryProgress next, boolean isWritten) {
        if (!isWritten) {
            log.warn("Attempt not recorded, somebody else took the delivery over: delivery={}", delivery.id());
            return;
        }
        if (next.endedAt() != null) {
            metrics.ended(delivery.contactPoint(), next.state());
        }
    }
}
