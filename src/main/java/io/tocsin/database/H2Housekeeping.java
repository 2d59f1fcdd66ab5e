package io.tocsin.database;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Keeps the file of an H2 database small while it is in use. H2 has a thread for this, but only when commits may stay in
 * memory for a while, and ours must not: a commit is in the file before it returns. So the work is done here, in slices so
 * short that nobody notices.
 */
public final class H2Housekeeping {

    /** How much of the live data holes may take, in percent, and garbage half of it: together less than half is the aim. */
    private static final int SLACK_PERCENT = 20;
    /** A file that holds little may be larger in proportion: making it smaller would cost more writes than it is worth. */
    private static final long LEAST_SLACK_BYTES = 4 << 20;

    private static final int FIRST_SLICE_BYTES = 512 << 10;
    /** With every page the pages above it are written, too: less at once would make as much garbage as it takes away. */
    private static final int SMALLEST_SLICE_BYTES = 512 << 10;

    private static final int LARGEST_SLICE_BYTES = 2 << 20;
    /** Commits wait for a slice; the next one is smaller after a longer one. */
    private static final Duration SLICE_TIME = Duration.ofMillis(40);

    /**
     * What was rewritten is free only when the next state has been forced to the device; until then another slice would find
     * the same chunks.
     */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** While there is garbage all the time, the file still gets shorter. */
    private static final int REWRITES_PER_MOVE = 2;

    private static final int SLICE_BYTES_AT_END = 16 << 20;
    private static final Duration TIME_AT_END = Duration.ofSeconds(3);

    private final H2File file;
    private final Consumer<Duration> commitsWaited;
    private final long leastSlackBytes;
    private volatile H2File.Use newestUse = new H2File.Use(0, 0, 0);
    private int sliceBytes = FIRST_SLICE_BYTES;
    private int rewritesInARow;

    /** @param commitsWaited is told after each slice how long it took, for as long as commits had to wait */
    public H2Housekeeping(H2File file, Consumer<Duration> commitsWaited) {
        this(file, commitsWaited, LEAST_SLACK_BYTES);
    }

    /** @param leastSlackBytes how much larger than its live data even a small file may be */
    public H2Housekeeping(H2File file, Consumer<Duration> commitsWaited, long leastSlackBytes) {
        this.file = file;
        this.commitsWaited = commitsWaited;
        this.leastSlackBytes = leastSlackBytes;
    }

    /** Does one slice of work if there is any. Returns how long to wait before the next. Called by one thread at a time. */
    public Duration step() {
        H2File.Use use = file.use();
        newestUse = use;
        long slack = Math.max(leastSlackBytes, use.live() / 100 * SLACK_PERCENT);
        boolean isToMove = use.holes() > slack;
        if (use.garbage() > slack / 2 && !(isToMove && rewritesInARow >= REWRITES_PER_MOVE)) {
            rewritesInARow++;
            long start = System.nanoTime();
            file.rewrite(sliceBytes);
            took(Duration.ofNanos(System.nanoTime() - start));
        } else if (isToMove) {
            rewritesInARow = 0;
            // Written to the disk now, while nobody waits, and not during the move.
            file.sync();
            long start = System.nanoTime();
            file.move(sliceBytes);
            took(Duration.ofNanos(System.nanoTime() - start));
        }
        return PAUSE;
    }

    /**
     * Makes the file as small as some seconds allow, before the database is closed. Commits wait meanwhile.
     *
     * @param force has the present state forced to the device; what was rewritten is free only after that, and each slice would
     *     make the file longer instead
     */
    public void finish(Runnable force) {
        long deadline = System.nanoTime() + TIME_AT_END.toNanos();
        H2File.Use use = file.use();
        while (use.garbage() > use.live() / 10 && System.nanoTime() < deadline && file.rewrite(SLICE_BYTES_AT_END)) {
            settle(force);
            use = file.use();
        }
        while (use.holes() > use.live() / 10 && System.nanoTime() < deadline) {
            file.move(SLICE_BYTES_AT_END);
            settle(force);
            H2File.Use before = use;
            use = file.use();
            if (use.size() >= before.size()) {
                return;
            }
        }
    }

    /** What a state has replaced is free once a state after the next one is forced, see {@link io.tocsin.database.file.DatabaseSync}. */
    private void settle(Runnable force) {
        for (int i = 0; i < 2; i++) {
            file.nextVersion();
            force.run();
        }
    }

    /** How the file was used when the last step began. Never blocks. */
    public H2File.Use newestUse() {
        return newestUse;
    }

    private void took(Duration time) {
        commitsWaited.accept(time);
        if (time.compareTo(SLICE_TIME) > 0) {
            sliceBytes = Math.max(SMALLEST_SLICE_BYTES, sliceBytes / 2);
        } else if (time.multipliedBy(2).compareTo(SLICE_TIME) < 0) {
            sliceBytes = Math.min(LARGEST_SLICE_BYTES, sliceBytes * 2);
        }
    }
}
