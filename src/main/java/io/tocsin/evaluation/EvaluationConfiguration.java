package io.tocsin.evaluation;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import io.tocsin.alert.store.GroupCursors;
import io.tocsin.evaluation.state.TextRenderer;
import io.tocsin.task.RepeatingTask;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of evaluation that are no components by themselves. */
@Configuration(proxyBeanMethods = false)
class EvaluationConfiguration {

    @Bean
    TextRenderer ruleTextRenderer(@Value("${tocsin.external-url:}") String externalUrl) {
        return new TextRenderer(externalUrl);
    }

    @Bean
    Task<Void> evaluateGroupTask(
            GroupRunner runner,
            RuleAgreement agreement,
            @Value("${db-scheduler.threads:16}") int threads,
            Clock clock) {
        return new EvaluateGroupTask(runner, new DataSourcePermits(threads), agreement, clock).task();
    }

    @Bean
    GroupScheduling groupScheduling(SchedulerClient scheduler, RuleGroups groups, GroupCursors cursors, Clock clock) {
        return new GroupScheduling(scheduler, groups, cursors, clock);
    }

    @Bean
    RepeatingTask groupSchedulingTask(GroupScheduling scheduling, RuleAgreement agreement, RuleGroups groups) {
        return new GroupSchedulingLoop(scheduling, agreement, groups).task();
    }
}
