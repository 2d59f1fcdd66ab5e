package io.tocsin.rule.file;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Reloads the rules when their files change. The file system's events make it quick; comparing the contents at an
 * interval makes it sure, since network file systems and swapped links send no events.
 */
final class RuleDirectoryWatcher implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RuleDirectoryWatcher.class);

    /** A file that still changes after this time is taken as it is. */
    private static final int MAX_SETTLE_CHECKS = 20;

    private static final Duration SETTLE_TIME = Duration.ofMillis(100);

    private final RuleDirectory directory;
    private final RuleFileLoader loader;
    private final Duration pollInterval;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private volatile @Nullable Thread thread;

    RuleDirectoryWatcher(RuleDirectory directory, RuleFileLoader loader, Duration pollInterval) {
        this.directory = directory;
        this.loader = loader;
        this.pollInterval = pollInterval;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            Thread started = new Thread(this::run, "rule-files");
            started.setDaemon(true);
            thread = started;
            started.start();
        }
    }

    @Override
    public synchronized void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
            try {
                running.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        try (WatchService watchService = directory.root().getFileSystem().newWatchService()) {
            loop(watchService);
        } catch (IOException | UnsupportedOperationException e) {
            log.warn("the file system reports no changes; comparing rule files every {}", pollInterval, e);
            loop(null);
        }
    }

    private void loop(@Nullable WatchService watchService) {
        String last = "";
        while (thread == Thread.currentThread()) {
            try {
                RuleDirectory.Scan scan = directory.scan();
                watch(watchService, scan.directories());
                String hash = scan.contentHash();
                if (!hash.equals(last)) {
                    last = hash;
                    RuleDirectory.Scan settled = settled(scan);
                    loader.reload(settled);
                    last = settled.contentHash();
                } else if (loader.isOutdated()) {
                    loader.reload(scan);
                }
                awaitChange(watchService);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.error("the rule files cannot be compared; trying again in {}", pollInterval, e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(pollInterval.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thread = null;
        }
    }

    /** Editors and copies write in steps: a file counts when it has not changed for a moment. */
    private RuleDirectory.Scan settled(RuleDirectory.Scan first) throws InterruptedException {
        RuleDirectory.Scan last = first;
        for (int i = 0; i < MAX_SETTLE_CHECKS; i++) {
            TimeUnit.NANOSECONDS.sleep(SETTLE_TIME.toNanos());
            RuleDirectory.Scan next = directory.scan();
            if (next.contentHash().equals(last.contentHash())) {
                return next;
            }
            last = next;
        }
        return last;
    }

    private void awaitChange(@Nullable WatchService watchService) throws InterruptedException {
        if (watchService == null) {
            TimeUnit.NANOSECONDS.sleep(pollInterval.toNanos());
            return;
        }
        WatchKey key = watchService.poll(pollInterval.toNanos(), TimeUnit.NANOSECONDS);
        while (key != null) {
            key.pollEvents();
            key.reset();
            key = watchService.poll();
        }
    }

    private void watch(@Nullable WatchService watchService, List<Path> directories) {
        if (watchService == null) {
            return;
        }
        keys.entrySet().removeIf(entry -> !entry.getValue().isValid());
        keys.keySet().retainAll(new HashSet<>(directories));
        for (Path path : directories) {
            if (!keys.containsKey(path)) {
                try {
                    keys.put(
                            path,
                            path.register(
                                    watchService,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_MODIFY,
                                    StandardWatchEventKinds.ENTRY_DELETE));
                } catch (IOException e) {
                    log.debug("cannot watch directory={}, it is compared every {}", path, pollInterval, e);
                }
            }
        }
    }
}
