package io.tocsin.dispatch;

import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.dispatch.store.NotificationLog;
import io.tocsin.notification.ReceiverSettings;
import io.tocsin.task.RepeatingTask;
import io.tocsin.watch.Severity;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** Bundles what several parts of dispatch need. */
@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {

    @Bean
    FlushPlanner.FlushContext flushContext(DispatchSettings settings, Mutes mutes, ReceiverSettings receivers) {
        return new FlushPlanner.FlushContext(settings, mutes, receivers);
    }

    @Bean
    Silencing.SilencingContext silencingContext(SilenceSettings settings, DispatchSignal signal, Clock clock) {
        return new Silencing.SilencingContext(settings, signal, clock);
    }

    @Bean
    SilenceReporter.ReportSink reportSink(
            NotificationLog log, DeliveryOutbox outbox, TransactionTemplate transactions, DispatchMetrics metrics) {
        return new SilenceReporter.ReportSink(log, outbox, transactions, metrics);
    }

    /** Comparing contents also works where the file system sends no events. */
    @Bean
    RepeatingTask policiesFileTask(PolicyCatalog catalog, PolicySettings settings) {
        return RepeatingTask.every(settings.policiesReload(), "policies-file", catalog::reload)
                .whenLate(Severity.UNWATCHED);
    }
}
