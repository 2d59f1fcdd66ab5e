package io.tocsin.database.config;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tocsin.database.H2File;
import io.tocsin.database.H2Housekeeping;
import io.tocsin.task.RepeatingTask;
import io.tocsin.watch.Severity;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** What only an H2 file needs, in the data directory or where a URL says. */
@Configuration(proxyBeanMethods = false)
@Conditional(H2Configuration.IsFileOfThisProcess.class)
class H2Configuration {

    private static final Duration PERIOD = Duration.ofSeconds(10);

    /** H2 in memory has no file, and one on a server is the server's to keep. */
    private static final Pattern FILE_OF_THIS_PROCESS =
            Pattern.compile("jdbc:h2:(?!mem:|nioMemFS:|memFS:|tcp:|ssl:|zip:).*");

    static final class NoUrlIsGiven implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return url(context).isBlank();
        }
    }

    static final class IsFileOfThisProcess implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return isFileOfThisProcess(url(context));
        }
    }

    private static String url(ConditionContext context) {
        return context.getEnvironment().getProperty("tocsin.db.url", "");
    }

    /** @param url what TOCSIN_DB_URL says; empty: the file in the data directory */
    static boolean isFileOfThisProcess(String url) {
        return url.isBlank() || FILE_OF_THIS_PROCESS.matcher(url).matches();
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
