package io.tocsin.evaluation.schedule;

import com.github.kagkarlsson.scheduler.PollingStrategyConfig;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.Waiter;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import io.tocsin.database.ScheduleInMemory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** db-scheduler's threads and name; its other settings are in application.yaml. */
@Configuration(proxyBeanMethods = false)
class SchedulerConfiguration {

    private static final String POSTGRES = "jdbc:postgresql:";
    private static final long STACK_BYTES = 512 * 1024;

    /**
     * The library's waits end when this clock says so: set back by an hour, it would look for nothing to do for an hour. So
     * the waits, and they alone, are given a time that never goes back. The library makes two of its three waiters by
     * itself and gives them the clock of everything else, so that only the caller tells them apart.
     */
    @Bean
    com.github.kagkarlsson.scheduler.Clock schedulerClock(Clock clock) {
        StackWalker stack = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
        return () ->
                stack.getCallerClass() == Waiter.class ? Instant.ofEpochSecond(0, System.nanoTime()) : clock.instant();
    }

    @Bean
    DbSchedulerCustomizer dbSchedulerCustomizer(
            @Value("${db-scheduler.threads:16}") int threads,
            DbSchedulerProperties properties,
            @Value("${tocsin.db.url:}") String database,
            ObjectProvider<ScheduleInMemory> inMemory,
            SchedulerWork work) {
        boolean isOnPostgres = database.startsWith(POSTGRES);
        if (isOnPostgres) {
            claimTogether(properties);
        }
        return new DbSchedulerCustomizer() {

            /** Two processes on one machine are two replicas; each needs a name of its own. */
            @Override
            public Optional<SchedulerName> schedulerName() {
                return Optional.of(new SchedulerName.Fixed(
                        hostName() + "-" + UUID.randomUUID().toString().substring(0, 8)));
            }

            /** Empty: the database, which other replicas use, too. */
            @Override
            public Optional<DataSource> dataSource() {
                return Optional.ofNullable(inMemory.getIfAvailable()).map(ScheduleInMemory::dataSource);
            }

            @Override
            public Optional<JdbcCustomization> jdbcCustomization() {
                return isOnPostgres
                        ? Optional.of(new WatchedClaims(properties.isAlwaysPersistTimestampInUtc(), work::hasLooked))
                        : Optional.empty();
            }

            @Override
            public Optional<ExecutorService> executorService() {
                return Optional.of(executor(threads));
            }
        };
    }

    /**
     * One statement claims all that is due and that there are threads for, where each group would be a statement of its own;
     * no more than that, because what waits here could be run by another replica. H2 has no such statement.
     */
    private static void claimTogether(DbSchedulerProperties properties) {
        properties.setPollingStrategy(PollingStrategyConfig.Type.LOCK_AND_FETCH);
        properties.setPollingStrategyUpperLimitFractionOfThreads(1);
    }

    /** Says of each claim that it was made: of one that finds nothing due the library says nothing. */
    private static final class WatchedClaims extends PostgreSqlJdbcCustomization {

        private final Runnable hasLooked;

        WatchedClaims(boolean isTimeInUtc, Runnable hasLooked) {
            super(false, isTimeInUtc);
            this.hasLooked = hasLooked;
        }

        @Override
        public List<Execution> lockAndFetchSingleStatement(
                JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
            List<Execution> claimed = super.lockAndFetchSingleStatement(context, now, limit, orderByPriority);
            hasLooked.run();
            return claimed;
        }
    }

    private static ExecutorService executor(int threads) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> new Thread(null, work, "scheduler-" + number.incrementAndGet(), STACK_BYTES));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
