package io.tocsin.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.tocsin.RunningTocsin;
import io.tocsin.crash.ChaosReceiver;
import io.tocsin.evaluation.LokiStandIn;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The whole application by a clock that runs faster: what a day leaves in memory, in the tables, and in threads and file
 * handles. Rules fire and resolve all the time; what is kept is kept for two hours at most, so that a day is long.
 */
class SimulatedDayIT {

    private static final int RULES_PER_GROUP = 10;

    @TempDir
    private Path home;

    /** One hour of the simulated day. */
    private record Sample(
            Duration after, long heapBytes, int threads, long files, long databaseBytes, Map<String, Long> rows) {}

    private static final class FastClock extends Clock {

        private volatile Instant start = Instant.now();
        private volatile long startNanos = System.nanoTime();
        private volatile int speed = 1;

        /** Until then it goes as all clocks do: an application starts in real time. */
        private synchronized void goFaster(int times) {
            start = instant();
            startNanos = System.nanoTime();
            speed = times;
        }

        @Override
        public synchronized Instant instant() {
            return start.plusNanos((System.nanoTime() - startNanos) * speed);
        }

        private Duration elapsed() {
            return Duration.between(start, instant());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void forgetsWhatItNeedNotKeep() throws Exception {
        List<Sample> samples = run(3, 240, Duration.ofMinutes(80), Duration.ofMinutes(20), Duration.ofMinutes(20));

        Sample last = samples.get(samples.size() - 1);
        assertThat(last.rows().get("alert_event")).isPositive();
        assertThat(last.rows().get("delivery")).isPositive();
        assertTablesAreBounded(samples.get(1), last);
    }

    /** {@code -Dday.speed=…}: how many times faster than real time; 60 by default, which takes 24 minutes. */
    @Test
    @Tag("soak")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void keepsNothingMoreAfterADayThanAfterItsFirstHours() throws Exception {
        List<Sample> samples = run(
                20,
                Integer.getInteger("day.speed", 60),
                Duration.ofHours(24),
                Duration.ofHours(1),
                Duration.ofHours(2));

        Sample early = samples.get(3);
        Sample last = samples.get(samples.size() - 1);
        assertTablesAreBounded(early, last);
        assertThat(last.heapBytes()).as("heap after a full collection").isLessThan(early.heapBytes() * 105 / 100);
        assertThat(last.threads()).as("threads").isLessThanOrEqualTo(early.threads() + 2);
        assertThat(last.files()).as("file handles").isLessThanOrEqualTo(early.files() + 2);
    }

    private static void assertTablesAreBounded(Sample early, Sample last) {
        last.rows()
                .forEach((table, rows) -> assertThat(rows)
                        .as("rows of " + table + ", once " + early.rows().get(table))
                        .isLessThanOrEqualTo(early.rows().get(table) * 5 / 4 + 200));
    }

    private List<Sample> run(int groups, int speed, Duration length, Duration every, Duration kept) throws Exception {
        FastClock clock = new FastClock();
        writeRules(groups);
        List<Sample> samples = new ArrayList<>();
        try (LokiStandIn loki = new LokiStandIn(SimulatedDayIT::value);
                ChaosReceiver receiver = new ChaosReceiver(1)) {
            Files.writeString(home.resolve("contact-points.yml"), """
                    contact_points:
                      - name: receiver
                        type: webhook
                        settings: {url: "http://127.0.0.1:%d/"}
                    """.formatted(receiver.port()));
            Map<String, String> properties = Map.ofEntries(
                    Map.entry("tocsin.loki.url", loki.url()),
                    Map.entry("tocsin.allowed.webhook.hosts", "127.0.0.1:" + receiver.port()),
                    // What waits for an answer of this machine takes real time.
                    Map.entry("db-scheduler.heartbeat-interval", "30m"),
                    Map.entry("tocsin.dispatch.claim-duration", "30m"),
                    Map.entry("tocsin.delivery.lease", "30m"),
                    Map.entry("tocsin.gap.notice", "0s"),
                    Map.entry("tocsin.evaluation.history-max-age", kept.toString()),
                    Map.entry("tocsin.dispatch.history", kept.toString()),
                    Map.entry("tocsin.delivery.history", kept.toString()),
                    Map.entry("tocsin.retention.audit", kept.toString()),
                    Map.entry("tocsin.retention.inbox", kept.toString()));
            try (RunningTocsin tocsin = RunningTocsin.start(home, properties, clock)) {
                clock.goFaster(speed);
                for (Duration next = every; next.compareTo(length) <= 0; next = next.plus(every)) {
                    await(clock, next);
                    receiver.forget();
                    cleanUp(tocsin.bean(RetentionJob.class));
                    Sample sample = sample(tocsin, clock.elapsed());
                    samples.add(sample);
                    System.out.printf(
                            "simulated %s: heap %d kB, %d threads, %d files, database %d kB, rows %s%n",
                            sample.after().truncatedTo(java.time.temporal.ChronoUnit.MINUTES),
                            sample.heapBytes() / 1024,
                            sample.threads(),
                            sample.files(),
                            sample.databaseBytes() / 1024,
                            sample.rows());
                }
            }
        }
        return samples;
    }

    private void writeRules(int groups) throws IOException {
        Path folder = Files.createDirectories(home.resolve("rules"));
        for (int group = 0; group < groups; group++) {
            StringBuilder text = new StringBuilder("groups:\n  - name: g\n    rules:\n");
            for (int rule = 0; rule < RULES_PER_GROUP; rule++) {
                text.append(
                        "      - alert: alert_%1$d_%2$d\n        expr: sum by (host) (count_over_time({job=\"%1$d_%2$d\"}[1m]))\n        condition: \"> 0\"\n"
                                .formatted(group, rule));
            }
            Files.writeString(folder.resolve("group" + group + ".yml"), text);
        }
    }

    /** Ten minutes in a hundred it fires, each rule at a time of its own. */
    private static double value(String query, long epochMillis) {
        return Math.floorMod(epochMillis / 600_000 + query.hashCode(), 10) == 0 ? 1 + epochMillis / 60_000 % 7 : 0;
    }

    /** The job rests for a minute of real time, which may be hours here. */
    private static void cleanUp(RetentionJob job) {
        for (int i = 0; i < 100 && job.run().compareTo(RetentionJob.PERIOD) < 0; i++) {
            // Until nothing is left that is too old.
        }
    }

    private static void await(FastClock clock, Duration elapsed) {
        while (clock.elapsed().compareTo(elapsed) < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private Sample sample(RunningTocsin tocsin, Duration after) throws IOException {
        System.gc();
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
        JdbcClient jdbc = tocsin.bean(JdbcClient.class);
        Map<String, Long> rows = new TreeMap<>();
        for (String table : jdbc.sql(
                        "select lower(table_name) from information_schema.tables where table_schema = 'PUBLIC'"
                                + " and lower(table_name) not like 'flyway%'")
                .query(String.class)
                .list()) {
            rows.put(
                    table,
                    jdbc.sql("select count(*) from \"" + table.toUpperCase(java.util.Locale.ROOT) + "\"")
                            .query(Long.class)
                            .single());
        }
        return new Sample(
                after,
                heap,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                files,
                Files.size(home.resolve("data/tocsin.mv.db")),
                rows);
    }
}
