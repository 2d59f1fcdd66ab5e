package io.tocsin.evaluation;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.tocsin.alert.store.EvaluationHistory;
import io.tocsin.alert.store.MissedSlots;
import io.tocsin.alert.store.ServiceGaps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What one replica does now and then for all of them. */
@Configuration(proxyBeanMethods = false)
class EvaluationChores {

    private static final Logger log = LoggerFactory.getLogger(EvaluationChores.class);
    private static final Duration CHECK_PAUSE = Duration.ofSeconds(5);
    private static final Duration PRUNE_PAUSE = Duration.ofMinutes(10);

    @Bean
    Task<Void> checkDataSourcesTask(DataSourceAlerts alerts) {
        return Tasks.recurring("check-data-sources", FixedDelay.of(CHECK_PAUSE))
                .execute((instance, context) -> alerts.check());
    }

    @Bean
    Task<Void> tellGapsTask(GapNotices notices) {
        return Tasks.recurring("tell-gaps", FixedDelay.of(CHECK_PAUSE)).execute((instance, context) -> notices.check());
    }

    @Bean
    Task<Void> pruneHistoryTask(
            EvaluationHistory history,
            MissedSlots missed,
            ServiceGaps gaps,
            EvaluationProperties properties,
            Clock clock) {
        return Tasks.recurring("prune-history", FixedDelay.of(PRUNE_PAUSE)).execute((instance, context) -> {
            EvaluationProperties.Evaluation limits = properties.evaluation();
            Instant oldest = clock.instant().minus(limits.historyMaxAge());
            int deleted = history.prune(oldest, limits.historyMaxRows()) + missed.prune(oldest) + gaps.prune(oldest);
            log.debug("history was pruned rows={}", deleted);
        });
    }
}
