package io.tocsin.dispatch;

import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.AlertEventsWaiting;
import io.tocsin.dispatch.evidence.AlertEntries;
import io.tocsin.dispatch.evidence.EvidenceOptions;
import io.tocsin.dispatch.evidence.EvidenceRound;
import io.tocsin.dispatch.evidence.EvidenceSource;
import io.tocsin.dispatch.evidence.LinkSettings;
import io.tocsin.dispatch.evidence.ValueTrends;
import io.tocsin.dispatch.silencing.SilenceMessages;
import io.tocsin.dispatch.silencing.SilenceSettings;
import io.tocsin.dispatch.store.DispatchSignal;
import io.tocsin.retention.TableRetention;
import io.tocsin.task.RepeatingTask;
import io.tocsin.task.StopOrder;
import io.tocsin.watch.Severity;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Gives the parts of dispatch their limits and their tasks, and says how long its rows are kept. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DispatchSettings.class, SilenceSettings.class, EvidenceOptions.class, LinkSettings.class
})
@Import(DispatchConfiguration.FlushTasks.class)
class DispatchConfiguration {

    private static final int FLUSH_TASKS = 3;
    private static final Duration SILENCES = Duration.ofSeconds(2);
    private static final Duration UPKEEP = Duration.ofHours(1);

    /** What happened longer ago is no news that people should get without having asked for it. */
    private static final Duration TAKEN_UP_WITHIN = Duration.ofDays(1);

    @Bean
    EvidenceRound evidenceRound(EvidenceSource source, ValueTrends trends, DispatchSettings settings) {
        return new EvidenceRound(source, trends::of, settings.evidenceBudget(), settings.evidencePerMessage());
    }

    @Bean
    SilenceMessages silenceMessages(LinkSettings links, AlertEntries entries, DispatchSettings settings) {
        return new SilenceMessages(links, entries, settings.alertsPerMessage());
    }

    /** Every process runs one; the database gives each batch of events to exactly one of them. */
    @Bean
    RepeatingTask dispatchTask(Dispatcher dispatcher, DispatchSignal signal, DispatchSettings settings) {
        return task("dispatch", dispatcher::assignAll, signal, settings);
    }

    /** They end at a minute that somebody chose: nobody waits for the second. */
    @Bean
    RepeatingTask silenceReportTask(Dispatcher dispatcher) {
        return RepeatingTask.every(SILENCES, "silence-reports", dispatcher::report)
                .stopping(StopOrder.DISPATCH);
    }

    /**
     * Messages are made one after the other, and most of the time is spent waiting for the database and for log lines, so
     * several tasks do that. The database gives each group to exactly one of them.
     */
    static final class FlushTasks implements BeanRegistrar {

        @Override
        public void register(BeanRegistry beans, Environment environment) {
            for (int i = 1; i <= FLUSH_TASKS; i++) {
                String name = "dispatch-flush-" + i;
                beans.registerBean(
                        name,
                        RepeatingTask.class,
                        bean -> bean.supplier(context -> task(
                                name,
                                context.bean(Dispatcher.class)::flush,
                                context.bean(DispatchSignal.class),
                                context.bean(DispatchSettings.class))));
            }
        }
    }

    private static RepeatingTask task(
            String name, BooleanSupplier step, DispatchSignal signal, DispatchSettings settings) {
        RepeatingTask task = new RepeatingTask(
                name, settings.pollInterval(), () -> step.getAsBoolean() ? Duration.ZERO : settings.pollInterval());
        signal.listen(task::wake);
        return task.stopping(StopOrder.DISPATCH);
    }

    @Bean
    ApplicationListener<PayloadApplicationEvent<AlertEventsWaiting>> dispatchWakeUp(DispatchSignal signal) {
        return ApplicationListener.forPayload(waiting -> signal.wake());
    }

    @Bean
    RepeatingTask dispatchUpkeepTask(AlertEventLog events, Clock clock) {
        return RepeatingTask.every(
                        UPKEEP,
                        "dispatch-upkeep",
                        () -> events.takeUp(clock.instant().minus(TAKEN_UP_WITHIN)))
                .whenLate(Severity.UNWATCHED);
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
