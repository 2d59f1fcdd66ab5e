package io.tocsin.evaluation;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import io.tocsin.alert.store.GroupCursors;
import io.tocsin.alert.store.ServiceGaps;
import io.tocsin.database.clock.ClockFollower;
import io.tocsin.database.clock.StoredTimes;
import io.tocsin.datasource.DataSources;
import io.tocsin.evaluation.state.TextRenderer;
import io.tocsin.task.RepeatingTask;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

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
    SelectorHints selectorHints(RuleGroups groups, DataSources dataSources, Clock clock) {
        return new SelectorHints(groups, dataSources, clock, System::nanoTime);
    }

    /** Begins when the rules are loaded, and looks at new ones at once. */
    @Bean
    RepeatingTask selectorHintsTask(SelectorHints hints, RuleGroups groups) {
        RepeatingTask task = RepeatingTask.every(SelectorHints.PERIOD, "selector-hints", hints::look);
        groups.onChange(task::wake);
        return task;
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
