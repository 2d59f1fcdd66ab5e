package io.tocsin.evaluation.schedule;

import io.tocsin.evaluation.RuleGroups;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How many of the scheduler's threads each data source keeps busy. One that hangs gets three quarters of them, so that the
 * groups of others go on; where there are no others it gets all. Safe for several threads.
 */
final class DataSourceThreads {

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final int all;
    private final LongSupplier nanoTime;
    private final Map<String, Share> shares = new ConcurrentHashMap<>();
    private volatile boolean isOnlyOne;

    /** @param freedAt when a thread came free the last time, in nanoseconds */
    private record Share(int busy, long freedAt) {}

    DataSourceThreads(int all, RuleGroups groups, LongSupplier nanoTime) {
        this.all = all;
        this.nanoTime = nanoTime;
        groups.onChange(() -> look(groups));
        look(groups); // Nobody says that those of the start have come.
    }

    private void look(RuleGroups groups) {
        isOnlyOne =
                groups.current().stream().map(RuleGroup::dataSource).distinct().count() <= 1;
    }

    /** Whether there is a thread for the data source now; who got one has to give it back. */
    boolean enter(String dataSource) {
        int most = isOnlyOne ? all : Math.max(1, all * 3 / 4);
        boolean[] isIn = {false};
        shares.compute(dataSource, (name, known) -> {
            Share share = known == null ? new Share(0, nanoTime.getAsLong()) : known;
            isIn[0] = share.busy() < most;
            return isIn[0] ? new Share(share.busy() + 1, share.freedAt()) : share;
        });
        return isIn[0];
    }

    void leave(String dataSource) {
        shares.computeIfPresent(dataSource, (name, share) -> new Share(share.busy() - 1, nanoTime.getAsLong()));
    }

    /** How long to wait until it is tried again: of a data source that answers, threads come free at once. */
    Duration pause(String dataSource) {
        Share share = shares.get(dataSource);
        Duration sinceFreed = share == null ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - share.freedAt());
        if (sinceFreed.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return sinceFreed.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : sinceFreed;
    }
}
