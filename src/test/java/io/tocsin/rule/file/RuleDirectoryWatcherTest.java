package io.tocsin.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.rule.RuleFileParser;
import io.tocsin.rule.lint.RuleLinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleDirectoryWatcherTest {

    @TempDir
    Path folder;

    private final RuleCatalog catalog = new RuleCatalog();
    private final BlockingQueue<Integer> ruleCounts = new LinkedBlockingQueue<>();
    private RuleDirectoryWatcher watcher;

    @BeforeEach
    void startWatcher() throws Exception {
        RuleDirectory directory = new RuleDirectory(folder, Map.of(), Clock.systemUTC());
        RuleFileLoader loader = new RuleFileLoader(
                directory,
                new RuleFileParser(),
                new RuleLinter(),
                catalog,
                Clock.systemUTC(),
                new ReloadMetrics(new SimpleMeterRegistry(), catalog));
        catalog.addListener((before, now) -> ruleCounts.add(now.ruleCount()));
        watcher = new RuleDirectoryWatcher(directory, loader, Duration.ofMillis(200));
        watcher.task().start();
        assertThat(nextCount()).isZero();
    }

    @AfterEach
    void stopWatcher() throws IOException {
        watcher.close();
    }

    private Integer nextCount() throws InterruptedException {
        return ruleCounts.poll(60, TimeUnit.SECONDS);
    }

    private void write(String file, int rules) throws IOException {
        StringBuilder text = new StringBuilder("groups:\n  - name: g\n    rules:\n");
        for (int i = 0; i < rules; i++) {
            text.append("      - {alert: A").append(i).append(", expr: vector(1)}\n");
        }
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }

    @Test
    void noticesNewChangedAndRemovedFiles() throws Exception {
        write("a.yml", 1);
        assertThat(nextCount()).isEqualTo(1);

        write("sub/b.yml", 2);
        assertThat(nextCount()).isEqualTo(3);

        write("sub/b.yml", 4);
        assertThat(nextCount()).isEqualTo(5);

        Files.delete(folder.resolve("a.yml"));
        assertThat(nextCount()).isEqualTo(4);
    }

    @Test
    void stopsItsThread() throws IOException {
        watcher.close();

        assertThat(watcher.task().isRunning()).isFalse();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("rule-files"));
    }
}
