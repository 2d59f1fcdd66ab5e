package io.tocsin.delivery.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.delivery.RetrySchedule;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.delivery.store.RateLanes;
import io.tocsin.delivery.store.Storms;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.beans.factory.annotation.Value;
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
    ParkedContactPoints parkedContactPoints(
            DeliveryQueue queue, ContactPointHealthStore health, ContactPoints contactPoints) {
        return new ParkedContactPoints(queue, health, contactPoints);
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
            DeliverySettings settings,
            Clock clock) {
        Map<ContactPointKind, Notifier> byKind = new EnumMap<>(ContactPointKind.class);
        notifiers.forEach(notifier -> byKind.put(notifier.kind(), notifier));
        String owner = UUID.randomUUID().toString();
        return new DeliveryWorker.Collaborators(
                owner, queue, lanes, health, contactPoints, byKind, parked, settings, clock);
    }

    @Bean
    StormWatch stormWatch(DeliveryQueue queue, Storms storms, DeliveryMetrics metrics, DeliverySettings settings) {
        return new StormWatch(queue, storms, metrics, settings);
    }

    @Bean
    DeliveryWorker deliveryWorker(
            DeliveryWorker.Collaborators collaborators,
            AttemptRecorder recorder,
            StormWatch storms,
            Scheduler deliveryDatabaseScheduler) {
        return new DeliveryWorker(collaborators, recorder, storms, deliveryDatabaseScheduler);
    }

    @Bean
    ContactPointProbe contactPointProbe(DeliveryWorker.Collaborators collaborators, DeliveryHistory history) {
        return new ContactPointProbe(collaborators, history);
    }

    @Bean
    DeliveryLoop deliveryLoop(
            DeliveryWorker worker,
            ContactPointProbe probe,
            DeliveryQueue queue,
            DeliveryHistory history,
            DeliveryMetrics metrics,
            DeliverySettings settings,
            Clock clock,
            @Value("${tocsin.db.url:}") String databaseUrl) {
        return new DeliveryLoop(worker, probe, queue, history, metrics, settings, clock, databaseUrl.isBlank());
    }
}
