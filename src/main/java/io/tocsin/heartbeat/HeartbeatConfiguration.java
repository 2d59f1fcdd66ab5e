package io.tocsin.heartbeat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.database.ProbeRow;
import io.tocsin.evaluation.status.EvaluationProgress;
import io.tocsin.task.RepeatingTask;
import io.tocsin.task.TaskWatch;
import io.tocsin.watch.Severity;
import io.tocsin.watch.Watching;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The heartbeat, when there is an address for it. Every replica beats by itself. */
@Configuration(proxyBeanMethods = false)
@Conditional(HeartbeatCondition.class)
class HeartbeatConfiguration {

    /** What it asks about depends on all sources of concerns, of which it is one. */
    @Bean
    Heartbeat heartbeat(
            HeartbeatSettings settings,
            ObjectProvider<Watching> watching,
            ObjectProvider<TaskWatch> tasks,
            EvaluationProgress progress,
            ProbeRow probe,
            Clock clock,
            MeterRegistry registry) {
        String replica = hostName();
        return new Heartbeat(
                settings,
                replica,
                () -> new Vitals(watching.getObject(), tasks.getObject(), progress, probe, replica, clock).trouble(),
                registry);
    }

    @Bean
    RepeatingTask heartbeatTask(Heartbeat heartbeat, HeartbeatSettings settings) {
        return new RepeatingTask("heartbeat", settings.interval(), heartbeat::beat).whenLate(Severity.UNWATCHED);
    }

    /** The same after each start, so that each replica can have a check of its own. */
    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("unknown-host");
        }
    }
}
