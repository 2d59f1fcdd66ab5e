package io.tocsin.delivery.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.MentionWishes;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.delivery.RetrySchedule;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.delivery.store.DeliveriesWaiting;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.delivery.store.RateLanes;
import io.tocsin.delivery.store.SetAsideDeliveries;
import io.tocsin.delivery.store.Storms;
import io.tocsin.retention.TableRetention;
import io.tocsin.task.RepeatingTask;
import io.tocsin.task.StopOrder;
import io.tocsin.tracing.Tracing;
import io.tocsin.watch.Severity;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.beans.factory.ObjectProvider;
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
            SetAsideDeliveries rows, ContactPoints contactPoints, DeliveryMetrics metrics) {
        return new UnreadableDeliveries(rows, contactPoints, metrics);
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
    StormWatch stormWatch(
            DeliveryQueue queue,
            Storms storms,
            DeliveryMetrics metrics,
            UnreadableDeliveries unreadable,
            StormSettings settings) {
        return new StormWatch(queue, storms, metrics, unreadable, settings);
    }

    @Bean
    DeliveryAttempts deliveryAttempts(
            DeliveryQueue queue,
            RateLanes lanes,
            List<Notifier> notifiers,
            ObjectProvider<MentionWishes> wishes,
            AttemptRecorder recorder,
            Scheduler deliveryDatabaseScheduler,
            DeliverySettings settings,
            Tracing tracing,
            Clock clock) {
        MentionWishes all = wishes.getIfAvailable(() -> Set::of);
        List<Notifier> considerate = notifiers.stream()
                .<Notifier>map(notifier -> new ConsiderateNotifier(notifier, all))
                .map(notifier -> tracing.isOn() ? new TracedNotifier(notifier, tracing) : notifier)
                .toList();
        return new DeliveryAttempts(
                queue, lanes, Notifier.byKind(considerate), recorder, deliveryDatabaseScheduler, settings, clock);
    }

    @Bean
    DeliveryWorker deliveryWorker(
            DeliveryQueue queue,
            StormWatch storms,
            UnreadableDeliveries unreadable,
            ContactPoints contactPoints,
            ParkedContactPoints parked,
            DeliveryAttempts attempts,
            AttemptRecorder recorder,
            DeliverySettings settings,
            Clock clock) {
        DueDeliveries due = new DueDeliveries(queue, storms, unreadable, settings.concurrency());
        return new DeliveryWorker(
                queue, due, contactPoints, parked, attempts, recorder, settings.unknownContactPoint(), clock);
    }

    @Bean
    ContactPointProbe contactPointProbe(
            ContactPointHealthStore health,
            ContactPoints contactPoints,
            List<Notifier> notifiers,
            DeliveryHistory history,
            Clock clock) {
        return new ContactPointProbe(health, contactPoints, Notifier.byKind(notifiers), history, clock);
    }

    /** At every wake-up, at the poll interval, and when a lane has a place again. Nobody else can be using an H2 file. */
    @Bean
    RepeatingTask deliveryTask(
            DeliveryWorker worker, DeliverySettings settings, @Value("${tocsin.db.url:}") String databaseUrl) {
        DeliveryWorker begun = databaseUrl.isBlank() ? worker.alone() : worker;
        return new RepeatingTask("delivery", settings.pollInterval(), () -> {
                    begun.step();
                    return begun.pause(settings.pollInterval());
                })
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
            DeliveryQueue queue,
            DeliveryHistory history,
            UnreadableDeliveries unreadable,
            ContactPointProbe probe,
            DeliveryMetrics metrics,
            DeliverySettings settings,
            Clock clock) {
        return new DeliveryUpkeep(queue, history, unreadable, probe, metrics, settings, clock);
    }

    @Bean
    DeliveryConcerns deliveryConcerns(
            DeliveryHistory history,
            ContactPointHealthStore health,
            ContactPoints contactPoints,
            DeliveryWorker worker,
            Clock clock) {
        return new DeliveryConcerns(history, health, contactPoints, worker, clock);
    }

    @Bean
    RepeatingTask deliveryUpkeepTask(DeliveryUpkeep upkeep) {
        return RepeatingTask.every(DeliveryUpkeep.PERIOD, "delivery-upkeep", upkeep::step)
                .whenLate(Severity.UNWATCHED);
    }
}
