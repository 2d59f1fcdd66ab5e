package io.tocsin.datasource.loki;

import io.tocsin.datasource.Querier.LineWatch;
import io.tocsin.datasource.StepAlignment;
import io.tocsin.datasource.http.HttpQueryClient;
import io.tocsin.datasource.http.HttpQueryClient.Heard;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Follows log queries at a Loki: one connection for each query, whoever watches it, opened again after a pause whenever it
 * ends. What is heard is only that something has arrived; the lines themselves are asked for by whoever is told.
 */
public final class LokiTails implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LokiTails.class);

    /** Loki allows a tenant ten tails at a time (max_concurrent_tail_requests), and people need some. */
    static final int MOST_TAILS = 8;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 10;
    /** A connection that lasted so long was a good one; Loki itself ends each after an hour. */
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final HttpQueryClient client;
    private final Clock clock;
    private final Duration firstPause;
    private final Map<String, FollowedQuery> tails = new LinkedHashMap<>();
    private boolean isClosed;
    private boolean hasSaidTooMany;

    public LokiTails(HttpQueryClient client, Clock clock) {
        this(client, clock, Duration.ofSeconds(1));
    }

    /** @param firstPause before a connection that has ended is opened again; each further one is twice as long */
    LokiTails(HttpQueryClient client, Clock clock, Duration firstPause) {
        this.client = client;
        this.clock = clock;
        this.firstPause = firstPause;
    }

    /**
     * As {@link io.tocsin.datasource.Querier#watch}. Queries beyond the most that may be followed wait until one of those
     * is watched no more; empty only after the end.
     */
    public synchronized Optional<LineWatch> watch(List<String> queries, Runnable arrived) {
        if (isClosed) {
            return Optional.empty();
        }
        List<FollowedQuery> mine = new ArrayList<>();
        for (String query : queries) {
            FollowedQuery tail = tails.computeIfAbsent(query, FollowedQuery::new);
            tail.watchers.add(arrived);
            mine.add(tail);
        }
        follow();
        AtomicBoolean isOpen = new AtomicBoolean(true);
        return Optional.of(() -> {
            if (isOpen.getAndSet(false)) {
                release(mine, arrived);
            }
        });
    }

    /** As many as may be, those first that have waited longest. */
    private void follow() {
        long free = MOST_TAILS
                - tails.values().stream().filter(FollowedQuery::isFollowed).count();
        List<FollowedQuery> waiting =
                tails.values().stream().filter(tail -> !tail.isFollowed()).toList();
        waiting.stream().limit(free).forEach(FollowedQuery::follow);
        if (waiting.size() <= free) {
            hasSaidTooMany = false;
        } else if (!hasSaidTooMany) {
            hasSaidTooMany = true;
            log.warn(
                    "No more than {} log queries are followed; lines of others wait for their slot query={}",
                    MOST_TAILS,
                    waiting.get((int) free).query);
        }
    }

    private synchronized void release(List<FollowedQuery> released, Runnable arrived) {
        for (FollowedQuery tail : released) {
            tail.watchers.remove(arrived);
            if (tail.watchers.isEmpty() && tails.remove(tail.query, tail)) {
                tail.end();
            }
        }
        if (!isClosed) {
            follow();
        }
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        tails.values().forEach(FollowedQuery::end);
        tails.clear();
    }

    /** One query that is followed, or is to be. */
    private final class FollowedQuery {

        private final String query;
        private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
        private @Nullable Disposable connection;
        private int failures;
        private long openedAt;
        private boolean isOpen;

        FollowedQuery(String query) {
            this.query = query;
        }

        boolean isFollowed() {
            return connection != null;
        }

        void follow() {
            connection = Flux.defer(() -> client.listen(LokiQuerier.API + "/tail", form()))
                    .doOnNext(this::hear)
                    .concatWith(Mono.error(() -> new IllegalStateException("Loki ended it")))
                    .retryWhen(Retry.from(ends -> ends.concatMap(end -> Mono.delay(pause(end.failure())))))
                    .subscribe(
                            heard -> {},
                            failure -> log.error("A log query is not followed any more query={}", query, failure));
        }

        void end() {
            if (connection != null) {
                connection.dispose();
            }
        }

        /** From now on: what was there before is not new to anybody. */
        private String form() {
            return "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&start="
                    + StepAlignment.nanos(clock.instant()) + "&limit=1";
        }

        /** A connection that opens may have missed lines while there was none: that is a reason to look, too. */
        private void hear(Heard heard) {
            if (heard == Heard.OPENED) {
                isOpen = true;
                openedAt = System.nanoTime();
                log.info("Log query is followed query={}", query);
            }
            watchers.forEach(Runnable::run);
        }

        private Duration pause(Throwable end) {
            boolean wasSteady = isOpen && System.nanoTime() - openedAt >= STEADY.toNanos();
            failures = wasSteady ? 0 : failures + 1;
            if (isOpen || failures == 1) {
                log.warn("Log query is not followed for a while query={} cause={}", query, end.getMessage());
            }
            isOpen = false;
            Duration whole = firstPause.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
            Duration most = whole.compareTo(LONGEST_PAUSE) < 0 ? whole : LONGEST_PAUSE;
            // Replicas and queries that lost a Loki at the same moment must not all come back at the same one.
            double share = 0.5 + ThreadLocalRandom.current().nextDouble() / 2;
            return Duration.ofNanos((long) (most.toNanos() * share));
        }
    }
}
