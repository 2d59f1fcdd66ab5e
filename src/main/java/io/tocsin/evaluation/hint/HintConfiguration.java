package io.tocsin.evaluation.hint;

import io.tocsin.datasource.DataSources;
import io.tocsin.evaluation.RuleGroups;
import io.tocsin.task.RepeatingTask;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The hints and the task that looks for them. */
@Configuration(proxyBeanMethods = false)
class HintConfiguration {

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
}
