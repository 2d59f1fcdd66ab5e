package io.tocsin;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/** Beans that belong to no feature. */
@Configuration(proxyBeanMethods = false)
class TocsinConfiguration implements WebFluxConfigurer {

    private final AsyncTaskExecutor applicationTaskExecutor;

    TocsinConfiguration(AsyncTaskExecutor applicationTaskExecutor) {
        this.applicationTaskExecutor = applicationTaskExecutor;
    }

    @Bean
    static Clock clock() {
        return Clock.systemUTC();
    }

    /** On Java 17 a controller that returns a plain value would block the event loop with its JDBC calls. */
    @Override
    public void configureBlockingExecution(BlockingExecutionConfigurer configurer) {
        configurer.setExecutor(applicationTaskExecutor);
    }
}
