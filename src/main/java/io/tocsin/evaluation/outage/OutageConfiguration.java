package io.tocsin.evaluation.outage;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.tocsin.alert.store.ServiceGaps;
import io.tocsin.database.clock.ClockFollower;
import io.tocsin.database.clock.StoredTimes;
import io.tocsin.evaluation.EvaluationProperties;
import io.tocsin.task.RepeatingTask;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** What finds outages: the beat of each replica, and two checks that one replica makes for all. */
@Configuration(proxyBeanMethods = false)
class OutageConfiguration {

    private static final Duration CHECK_PAUSE = Duration.ofSeconds(5);

    @Bean
    ServiceBeat serviceBeat(
            ServiceGaps gaps,
            StoredTimes times,
            TransactionTemplate transactions,
            EvaluationProperties properties,
            Clock clock) {
        return new ServiceBeat(gaps, times, transactions, properties.gapNotice(), clock, System::nanoTime);
    }

    /** The beat reads the clock right after it was set by the database's. */
    @Bean
    RepeatingTask serviceBeatTask(ServiceBeat beat, ClockFollower follower) {
        return RepeatingTask.every(ServiceBeat.PERIOD, "service-beat", () -> {
            follower.follow();
            beat.beat();
        });
    }

    @Bean
    Task<Void> checkDataSourcesTask(DataSourceAlerts alerts) {
        return Tasks.recurring("check-data-sources", FixedDelay.of(CHECK_PAUSE))
                .execute((instance, context) -> alerts.check());
    }

    @Bean
    Task<Void> tellGapsTask(GapNotices notices) {
        return Tasks.recurring("tell-gaps", FixedDelay.of(CHECK_PAUSE)).execute((instance, context) -> notices.check());
    }
}
