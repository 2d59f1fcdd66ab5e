package io.tocsin.evaluation;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.tocsin.retention.TableRetention;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What one replica does now and then for all of them. */
@Configuration(proxyBeanMethods = false)
class EvaluationChores {

    private static final Duration CHECK_PAUSE = Duration.ofSeconds(5);

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
    TableRetention evaluationRetention(EvaluationProperties properties) {
        return history("rule_evaluation", "id", "slot", properties)
                .atMost(properties.evaluation().historyMaxRows());
    }

    @Bean
    TableRetention transitionRetention(EvaluationProperties properties) {
        return history("instance_transition", "id", "slot", properties)
                .atMost(properties.evaluation().historyMaxRows());
    }

    @Bean
    TableRetention eventRetention(EvaluationProperties properties) {
        return history("alert_event", "id", "event_at", properties)
                .onlyIf("(dispatched_at is not null or set_aside_at is not null)");
    }

    @Bean
    TableRetention removedRuleRetention(EvaluationProperties properties) {
        return history("rule_status", "id", "removed_at", properties);
    }

    @Bean
    TableRetention missedSlotsRetention(EvaluationProperties properties) {
        return history("missed_slots", "id", "last_slot", properties);
    }

    @Bean
    TableRetention serviceGapRetention(EvaluationProperties properties) {
        return history("service_gap", "id", "until_at", properties).onlyIf("told_at is not null");
    }

    private static TableRetention history(String table, String key, String time, EvaluationProperties properties) {
        return TableRetention.of(
                table, key, time, properties.evaluation().historyMaxAge(), "tocsin.evaluation.history-max-age");
    }
}
