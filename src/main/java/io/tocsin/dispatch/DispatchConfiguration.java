package io.tocsin.dispatch;

import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.dispatch.store.NotificationLog;
import io.tocsin.notification.ReceiverSettings;
import io.tocsin.retention.TableRetention;
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

    @Bean
    TableRetention notificationRetention(DispatchSettings settings) {
        return history("notification_log", "id", "decided_at", settings);
    }

    @Bean
    TableRetention trailRetention(DispatchSettings settings) {
        return history("notification_trail", "id", "happened_at", settings);
    }

    /** With their changes and with what they have hidden. */
    @Bean
    TableRetention silenceRetention(DispatchSettings settings) {
        return history("silence", "id", "ends_at", settings);
    }

    private static TableRetention history(String table, String key, String time, DispatchSettings settings) {
        return TableRetention.of(table, key, time, settings.history(), "tocsin.dispatch.history");
    }
}
