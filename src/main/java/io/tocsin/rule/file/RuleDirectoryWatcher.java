package io.tocsin.rule.file;

import io.tocsin.task.RepeatingTask;
import io.tocsin.watch.Severity;
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

/**
 * Reloads the rules when their files change. The file system's events make it quick; comparing the contents at an
 * interval makes it sure, since network file systems and swapped links send no events.
 */
final class RuleDirectoryWatcher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RuleDirectoryWatcher.class);

    /** A file that still changes after this time is taken as it is. */
    private static final int MAX_SETTLE_CHECKS = 20;

    private static final Duration SETTLE_TIME = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final RuleDirectory directory;
    private final RuleFileLoader loader;
    private final Duration pollInterval;
    private final RepeatingTask task;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final @Nullable WatchService watchService;
    private long comparedAt;

    RuleDirectoryWatcher(RuleDirectory directory, RuleFileLoader loader, Duration pollInterval) {
        this.directory = directory;
        this.loader = loader;
        this.pollInterval = pollInterval;
        this.watchService = open(directory, pollInterval);
        this.comparedAt = System.nanoTime() - pollInterval.toNanos();
        this.task = new RepeatingTask("rule-files", pollInterval, this::step).whenLate(Severity.UNWATCHED);
    }

    private static @Nullable WatchService open(RuleDirectory directory, Duration pollInterval) {
        try {
            return directory.root().getFileSystem().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            log.warn("the file system reports no changes; comparing rule files every {}", pollInterval, e);
            return null;
        }
    }

    RepeatingTask task() {
        return task;
    }

    private Duration step() throws InterruptedException {
        boolean isTime = System.nanoTime() - comparedAt >= pollInterval.toNanos();
        if (hasEvents() || isTime) {
            compare();
            comparedAt = System.nanoTime();
        }
        return pollInterval.compareTo(LONGEST_PAUSE) < 0 ? pollInterval : LONGEST_PAUSE;
    }

    private void compare() throws InterruptedException {
        RuleDirectory.DirectoryScan scan = directory.look();
        watch(scan.directories());
        if (!loader.hasRead(scan)) {
            loader.reload(settled(scan));
        } else if (loader.isOutdated()) {
            loader.reload(scan);
        }
    }

    /** Editors and copies write in steps: a file counts when it has not changed for a moment. */
    private RuleDirectory.DirectoryScan settled(RuleDirectory.DirectoryScan first) throws InterruptedException {
        RuleDirectory.DirectoryScan last = first;
        for (int i = 0; i < MAX_SETTLE_CHECKS; i++) {
            TimeUnit.NANOSECONDS.sleep(SETTLE_TIME.toNanos());
            RuleDirectory.DirectoryScan next = directory.look();
            if (next.contentHash().equals(last.contentHash())) {
                return next;
            }
            last = next;
        }
        return last;
    }

    private boolean hasEvents() {
        WatchKey key = watchService == null ? null : watchService.poll();
        boolean isAny = key != null;
        while (watchService != null && key != null) {
            key.pollEvents();
            key.reset();
            key = watchService.poll();
        }
        return isAny;
    }

    private void watch(List<Path> directories) {
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

    @Override
    public void close() throws IOException {
        task.stop();
        if (watchService != null) {
            watchService.close();
        }
    }
}
