package io.tocsin;

import io.tocsin.task.RepeatedWork;
import io.tocsin.task.RepeatingTask;
import io.tocsin.task.TaskWatch;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Watching;
import java.time.Clock;
import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings together what can go wrong: every bean that is a {@link ConcernSource}, and all {@link RepeatedWork}. */
@Configuration(proxyBeanMethods = false)
class WatchConfiguration {

    @Bean
    TaskWatch taskWatch(List<RepeatedWork> tasks) {
        return new TaskWatch(tasks);
    }

    @Bean
    Watching watching(List<ConcernSource> sources, Clock clock) {
        return new Watching(sources, clock);
    }

    /** It depends on the watching, and so is not among the tasks watched; whoever reads the report sees its age. */
    @Bean
    SmartLifecycle watchingTask(Watching watching) {
        return RepeatingTask.every(Watching.PERIOD, "watching", watching::look);
    }
}
