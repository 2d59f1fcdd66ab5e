package io.tocsin.logstore.bench;

import io.tocsin.logstore.LogStore;
import io.tocsin.logstore.LogStoreSettings;
import io.tocsin.logstore.SilentObserver;
import io.tocsin.logstore.push.PushLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A log store with the defaults of the program, 256 MB, in a folder that goes away with it. */
final class BenchmarkStore implements AutoCloseable {

    private final Path directory;
    private final LogStore logs;

    BenchmarkStore() throws IOException {
        directory = Files.createTempDirectory("benchmark-store");
        Duration maxAge = Duration.ofHours(2);
        long bytes = 256L << 20;
        LogStoreSettings settings = new LogStoreSettings(
                directory,
                maxAge,
                bytes,
                2 * bytes,
                5000,
                Duration.ofSeconds(1),
                0,
                PushLimits.lokiDefaults(true, maxAge).with(16 << 20, Long.MAX_VALUE / 4));
        logs = LogStore.open(settings, Clock.systemUTC(), new SilentObserver());
    }

    LogStore logs() {
        return logs;
    }

    @Override
    public void close() throws IOException {
        logs.close();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
