package io.tocsin.task;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Watching;
import io.tocsin.watch.WatchingHealth;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings together what can go wrong: every bean that is a {@link ConcernSource}, and all {@link RepeatedWork}. */
@Configuration(proxyBeanMethods = false)
class WatchConfiguration {

    @Bean
    TaskWatch taskWatch(List<RepeatedWork> tasks) {
        return new TaskWatch(tasks);
    }

    @Bean
    Watching watching(List<ConcernSource> sources, Clock clock) {
        return new Watching(sources, clock);
    }

    @Bean
    WatchingHealth watchingHealthIndicator(Watching watching) {
        return new WatchingHealth(watching);
    }

    /** Takes the place of Spring Boot's own. */
    @Bean
    WatchingHealth.Liveness livenessStateHealthIndicator(ApplicationAvailability availability, Watching watching) {
        return new WatchingHealth.Liveness(availability, watching);
    }

    /** Takes the place of Spring Boot's own. */
    @Bean
    WatchingHealth.Readiness readinessStateHealthIndicator(ApplicationAvailability availability, Watching watching) {
        return new WatchingHealth.Readiness(availability, watching);
    }

    @Bean
    WatchMetrics watchMetrics(MeterRegistry registry, Watching watching, TaskWatch tasks) {
        return new WatchMetrics(registry, watching, tasks);
    }

    /** It depends on the watching, and so is not among the tasks watched; whoever reads the report sees its age. */
    @Bean
    SmartLifecycle watchingTask(Watching watching, WatchMetrics metrics) {
        return RepeatingTask.every(Watching.PERIOD, "watching", () -> {
            watching.look();
            metrics.refresh();
        });
    }
}
