package io.tocsin.demo;

import io.tocsin.logstore.LogStore;
import io.tocsin.task.RepeatingTask;
import io.tocsin.watch.Severity;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** What the demo repeats every second. */
@Configuration(proxyBeanMethods = false)
@Profile("demo")
class DemoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(DemoConfiguration.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    @Bean
    RepeatingTask demoLogSourceTask(DemoLogSource source, ObjectProvider<LogStore> store) {
        if (store.getIfAvailable() == null) {
            log.warn("The demo needs the embedded log store: unset TOCSIN_LOKI_URL");
        }
        return RepeatingTask.every(PERIOD, "demo-log-source", source::push).whenLate(Severity.UNWATCHED);
    }

    @Bean
    RepeatingTask demoConsoleTask(DemoConsole console) {
        return RepeatingTask.every(PERIOD, "demo-console", console::printNew).whenLate(Severity.NOTICE);
    }
}
