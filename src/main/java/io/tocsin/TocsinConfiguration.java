package io.tocsin;

import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.database.ScheduleInMemory;
import io.tocsin.database.clock.ClockFollower;
import io.tocsin.database.clock.SharedClock;
import io.tocsin.database.clock.StoredTimes;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.jackson.JacksonMixinModuleEntries;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/** Beans that belong to no feature. */
@Configuration(proxyBeanMethods = false)
class TocsinConfiguration implements WebFluxConfigurer {

    private static final String MIXINS = "jacksonMixinModuleEntries";

    private final AsyncTaskExecutor applicationTaskExecutor;

    TocsinConfiguration(AsyncTaskExecutor applicationTaskExecutor) {
        this.applicationTaskExecutor = applicationTaskExecutor;
    }

    /** Nothing of ours changes how Jackson sees a class; to find that out Spring Boot would read every class of ours. */
    @Bean
    static BeanDefinitionRegistryPostProcessor noSearchForMixins() {
        return registry -> {
            if (registry.containsBeanDefinition(MIXINS)) {
                registry.removeBeanDefinition(MIXINS);
                registry.registerBeanDefinition(
                        MIXINS,
                        new RootBeanDefinition(
                                JacksonMixinModuleEntries.class, () -> JacksonMixinModuleEntries.create(mixins -> {})));
            }
        };
    }

    @Bean
    static SharedClock clock() {
        return new SharedClock();
    }

    /** Follows the database's clock before anything is scheduled by it. */
    @Bean
    ClockFollower clockFollower(SharedClock clock, JdbcClient jdbc, HikariDataSource dataSource) {
        boolean isShared = dataSource.getJdbcUrl().startsWith("jdbc:postgresql:");
        ClockFollower follower = new ClockFollower(clock, jdbc, isShared);
        follower.follow();
        return follower;
    }

    @Bean
    StoredTimes storedTimes(JdbcClient jdbc, ObjectProvider<ScheduleInMemory> inMemory) {
        ScheduleInMemory schedule = inMemory.getIfAvailable();
        return new StoredTimes(jdbc, schedule == null ? jdbc : JdbcClient.create(schedule.dataSource()));
    }

    /** On Java 17 a controller that returns a plain value would block the event loop with its JDBC calls. */
    @Override
    public void configureBlockingExecution(BlockingExecutionConfigurer configurer) {
        configurer.setExecutor(applicationTaskExecutor);
    }
}
