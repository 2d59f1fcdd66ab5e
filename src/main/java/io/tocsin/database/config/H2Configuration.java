package io.tocsin.database.config;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tocsin.database.H2File;
import io.tocsin.database.H2Housekeeping;
import io.tocsin.task.RepeatingTask;
import io.tocsin.watch.Severity;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** What only the H2 file in the data directory needs. */
@Configuration(proxyBeanMethods = false)
@Conditional(H2Configuration.NoUrlIsGiven.class)
class H2Configuration {

    private static final Duration PERIOD = Duration.ofSeconds(10);

    static final class NoUrlIsGiven implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return context.getEnvironment().getProperty("tocsin.db.url", "").isBlank();
        }
    }

    @Bean
    H2File h2File(DataSource dataSource) {
        return new H2File(dataSource);
    }

    /** It ends after everything that uses the database has stopped, and before the pool closes it. */
    @Bean(destroyMethod = "finish")
    H2Housekeeping h2Housekeeping(H2File file, MeterRegistry registry) {
        Timer pauses = Timer.builder("tocsin.database.housekeeping")
                .description("Slices of housekeeping of the H2 file; commits wait for each")
                .publishPercentiles(0.99)
                .register(registry);
        H2Housekeeping housekeeping = new H2Housekeeping(file, pauses::record);
        Gauge.builder(
                        "tocsin.database.live",
                        housekeeping,
                        keeper -> keeper.newestUse().live())
                .description("What of the H2 file is in use; the rest is free, or will be")
                .baseUnit("bytes")
                .register(registry);
        return housekeeping;
    }

    @Bean
    RepeatingTask h2HousekeepingTask(H2Housekeeping housekeeping) {
        return new RepeatingTask("h2-housekeeping", PERIOD, housekeeping::step).whenLate(Severity.NOTICE);
    }
}
