package io.tocsin.evaluation.schedule;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import io.tocsin.alert.store.GroupCursors;
import io.tocsin.evaluation.RuleGroups;
import io.tocsin.task.RepeatingTask;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The scheduler's task that evaluates groups, and what keeps its instances equal to the groups. */
@Configuration(proxyBeanMethods = false)
class ScheduleConfiguration {

    @Bean
    Task<Void> evaluateGroupTask(
            GroupRunner runner,
            NewestRulesElection election,
            @Value("${db-scheduler.threads:16}") int threads,
            Clock clock) {
        return new EvaluateGroupTask(runner, new DataSourcePermits(threads), election, clock).task();
    }

    @Bean
    GroupScheduling groupScheduling(SchedulerClient scheduler, RuleGroups groups, GroupCursors cursors, Clock clock) {
        return new GroupScheduling(scheduler, groups, cursors, clock);
    }

    @Bean
    RepeatingTask groupSchedulingTask(GroupScheduling scheduling, NewestRulesElection election, RuleGroups groups) {
        return new GroupSchedulingLoop(scheduling, election, groups).task();
    }
}
