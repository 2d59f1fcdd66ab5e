package io.tocsin.delivery.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.delivery.RetrySchedule;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.delivery.store.DeliveriesWaiting;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.delivery.store.RateLanes;
import io.tocsin.delivery.store.Storms;
import io.tocsin.retention.TableRetention;
import io.tocsin.task.RepeatingTask;
import io.tocsin.task.StopOrder;
import io.tocsin.watch.Severity;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Wires the worker. */
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    private static final int DATABASE_THREADS = 4;
    private static final int DATABASE_QUEUE = 10_000;

    /** JDBC blocks, so the answers of the chat services are written here and never on an event loop. */
    @Bean(destroyMethod = "dispose")
    Scheduler deliveryDatabaseScheduler() {
        return Schedulers.newBoundedElastic(DATABASE_THREADS, DATABASE_QUEUE, "delivery-database");
    }

    @Bean
    UnreadableDeliveries unreadableDeliveries(
            DeliveryQueue queue, ContactPoints contactPoints, DeliveryMetrics metrics) {
        return new UnreadableDeliveries(queue, contactPoints, metrics);
    }

    @Bean
    ParkedContactPoints parkedContactPoints(
            DeliveryQueue queue,
            ContactPointHealthStore health,
            ContactPoints contactPoints,
            UnreadableDeliveries unreadable) {
        return new ParkedContactPoints(queue, health, contactPoints, unreadable);
    }

    @Bean
    DeliveryMetrics deliveryMetrics(MeterRegistry registry, ContactPoints contactPoints, Clock clock) {
        return new DeliveryMetrics(registry, contactPoints, clock);
    }

    @Bean
    AttemptRecorder attemptRecorder(
            DeliveryQueue queue,
            ContactPointHealthStore health,
            ParkedContactPoints parked,
            DeliveryMetrics metrics,
            Clock clock) {
        return new AttemptRecorder(
                queue,
                health,
                parked,
                metrics,
                RetrySchedule.DEFAULT,
                () -> ThreadLocalRandom.current().nextDouble(),
                clock);
    }

    @Bean
    DeliveryWorker.Collaborators deliveryCollaborators(
            DeliveryQueue queue,
            RateLanes lanes,
            ContactPointHealthStore health,
            ContactPoints contactPoints,
            List<Notifier> notifiers,
            ParkedContactPoints parked,
            UnreadableDeliveries unreadable,
            DeliverySettings settings,
            Clock clock) {
        Map<ContactPointKind, Notifier> byKind = new EnumMap<>(ContactPointKind.class);
        notifiers.forEach(notifier -> byKind.put(notifier.kind(), notifier));
        String owner = UUID.randomUUID().toString();
        return new DeliveryWorker.Collaborators(
                owner, queue, lanes, health, contactPoints, byKind, parked, unreadable, settings, clock);
    }

    @Bean
    StormWatch stormWatch(
            DeliveryQueue queue,
            Storms storms,
            DeliveryMetrics metrics,
            UnreadableDeliveries unreadable,
            DeliverySettings settings) {
        return new StormWatch(queue, storms, metrics, unreadable, settings);
    }

    @Bean
    UnrecordedAttempts unrecordedAttempts() {
        return new UnrecordedAttempts();
    }

    @Bean
    DeliveryAttempts deliveryAttempts(
            DeliveryWorker.Collaborators collaborators,
            AttemptRecorder recorder,
            UnrecordedAttempts unrecorded,
            Scheduler deliveryDatabaseScheduler) {
        return new DeliveryAttempts(collaborators, recorder, unrecorded, deliveryDatabaseScheduler);
    }

    @Bean
    DeliveryWorker deliveryWorker(
            DeliveryWorker.Collaborators collaborators,
            AttemptRecorder recorder,
            StormWatch storms,
            DeliveryAttempts attempts,
            UnrecordedAttempts unrecorded) {
        return new DeliveryWorker(collaborators, recorder, storms, attempts, unrecorded);
    }

    @Bean
    ContactPointProbe contactPointProbe(DeliveryWorker.Collaborators collaborators, DeliveryHistory history) {
        return new ContactPointProbe(collaborators, history);
    }

    /** At every wake-up, and at the poll interval. */
    @Bean
    RepeatingTask deliveryTask(
            DeliveryWorker worker, DeliverySettings settings, @Value("${tocsin.db.url:}") String databaseUrl) {
        Duration period = settings.pollInterval();
        return new RepeatingTask("delivery", period, new DeliverySteps(worker, period, databaseUrl.isBlank()))
                .stopping(StopOrder.DELIVERY);
    }

    @Bean
    ApplicationListener<PayloadApplicationEvent<DeliveriesWaiting>> deliveryWakeUp(
            @Qualifier("deliveryTask") RepeatingTask deliveryTask) {
        return ApplicationListener.forPayload(waiting -> deliveryTask.wake());
    }

    @Bean
    DeliveryDrain deliveryDrain(DeliveryWorker worker) {
        return new DeliveryDrain(worker);
    }

    /** People were told of each when it was set aside. */
    @Bean
    TableRetention setAsideRetention(DeliverySettings settings) {
        return TableRetention.of("delivery", "id", "queued_at", settings.history(), "tocsin.delivery.history")
                .onlyIf("state = 'SET_ASIDE'");
    }

    /** Attempts go with their delivery. */
    @Bean
    TableRetention deliveryRetention(DeliverySettings settings) {
        return TableRetention.of("delivery", "id", "ended_at", settings.history(), "tocsin.delivery.history");
    }

    @Bean
    DeliveryUpkeep deliveryUpkeep(
            DeliveryWorker.Collaborators collaborators,
            DeliveryHistory history,
            ContactPointProbe probe,
            DeliveryMetrics metrics) {
        return new DeliveryUpkeep(
                collaborators.queue(),
                history,
                collaborators.unreadable(),
                probe,
                metrics,
                collaborators.settings(),
                collaborators.clock());
    }

    @Bean
    DeliveryConcerns deliveryConcerns(DeliveryWorker.Collaborators collaborators, DeliveryWorker worker) {
        return new DeliveryConcerns(
                collaborators.queue(),
                collaborators.health(),
                collaborators.contactPoints(),
                worker,
                collaborators.clock());
    }

    @Bean
    RepeatingTask deliveryUpkeepTask(DeliveryUpkeep upkeep) {
        return RepeatingTask.every(DeliveryUpkeep.PERIOD, "delivery-upkeep", upkeep::step)
                .whenLate(Severity.UNWATCHED);
    }
}
