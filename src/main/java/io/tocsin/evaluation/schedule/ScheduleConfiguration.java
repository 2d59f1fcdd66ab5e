package io.tocsin.evaluation.schedule;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import io.tocsin.alert.store.GroupCursors;
import io.tocsin.database.ScheduleInMemory;
import io.tocsin.datasource.DataSources;
import io.tocsin.evaluation.RuleGroups;
import io.tocsin.evaluation.slot.EvaluationStore;
import io.tocsin.evaluation.slot.SlotStep;
import io.tocsin.task.RepeatingTask;
import io.tocsin.task.StopOrder;
import io.tocsin.tracing.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The scheduler's task that evaluates groups, and what keeps its instances equal to the groups. */
@Configuration(proxyBeanMethods = false)
class ScheduleConfiguration {

    private static final Duration EARLY = Duration.ofSeconds(30);
    private static final Duration BEAT = Duration.ofSeconds(3);

    @Bean
    Task<Void> evaluateGroupTask(
            GroupRunner runner,
            RuleGroups groups,
            NewestRulesElection election,
            @Value("${db-scheduler.threads:16}") int threads,
            ObjectProvider<ScheduleInMemory> inMemory,
            SchedulerWork work,
            Tracing tracing,
            Clock clock) {
        DataSourceThreads ofDataSources = new DataSourceThreads(threads, groups, System::nanoTime);
        // A look into the database would cost it a statement, and another replica may be quicker.
        Consumer<Instant> planned = inMemory.getIfAvailable() == null
                ? due -> {}
                : new DueLooks(
                        (delay, look) -> CompletableFuture.delayedExecutor(
                                        delay.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
                                .execute(look),
                        work::look,
                        clock)::planAt;
        return new EvaluateGroupTask(runner, election, ofDataSources, planned, tracing, clock).task();
    }

    @Bean(destroyMethod = "close")
    EarlyEvaluations earlyEvaluations(
            GroupRunner runner,
            SlotStep step,
            RuleGroups groups,
            DataSources dataSources,
            NewestRulesElection election) {
        return new EarlyEvaluations(
                runner, step, groups, dataSources, election::isNewest, election::isFirst, System::nanoTime);
    }

    @Bean
    RepeatingTask earlyEvaluationsTask(EarlyEvaluations evaluations, RuleGroups groups) {
        RepeatingTask task =
                new RepeatingTask("early-evaluations", EARLY, evaluations::run).stopping(StopOrder.EVALUATION);
        evaluations.onDue(task::wake);
        groups.onChange(evaluations::groupsChanged);
        return task;
    }

    @Bean
    RepeatingTask groupSchedulingTask(
            SchedulerClient scheduler,
            RuleGroups groups,
            GroupCursors cursors,
            NewestRulesElection election,
            EvaluationStore store,
            Clock clock) {
        GroupScheduling scheduling = new GroupScheduling(scheduler, groups, cursors, election, clock);
        RepeatingTask task =
                RepeatingTask.every(BEAT, "group-scheduling", scheduling::beat).stopping(StopOrder.EVALUATION);
        groups.onChange(() -> {
            scheduling.groupsChanged();
            store.forget(group -> groups.find(group.toString()).isEmpty());
            task.wake();
        });
        return task;
    }
}
