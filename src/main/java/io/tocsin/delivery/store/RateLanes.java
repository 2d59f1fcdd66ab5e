package io.tocsin.delivery.store;

import io.tocsin.contactpoint.RateLimit;
import io.tocsin.database.RacingInsert;
import io.tocsin.database.SqlTimes;
import io.tocsin.delivery.RateLane;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;

/** The lanes' memory in the database, so that replicas together stay within a service's limit. Blocks. */
@Repository
public class RateLanes {

    private static final int MAX_TRIES = 20;

    private final JdbcClient jdbc;
    private final RacingInsert inserts;

    RateLanes(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.inserts = new RacingInsert(transactions);
    }

    /**
     * The answer to the question for the right to send.
     *
     * @param given how many messages may be sent now
     * @param nextAt nobody gets the right to one more before
     */
    public record LaneTurns(int given, Instant nextAt) {}

    /** Takes the right to send so many messages now, or as many as the lane has room for; none if other replicas were faster. */
    public LaneTurns tryAcquire(String lane, RateLimit limit, int wanted, Instant now) {
        LaneRow row = find(lane).orElseGet(() -> create(lane));
        RateLane after = row.lane();
        int given = 0;
        for (Optional<RateLane> next = after.send(now, limit);
                given < wanted && next.isPresent();
                next = after.send(now, limit)) {
            after = next.get();
            given++;
        }
        boolean isWritten = given == 0 || write(lane, row, after);
        return isWritten ? new LaneTurns(given, after.freeAt(limit)) : new LaneTurns(0, now);
    }

    /** Stops the lane for a while, because the service asked for it. */
    public void pause(String lane, Instant now, Duration pause) {
        for (int i = 0; i < MAX_TRIES; i++) {
            LaneRow row = find(lane).orElseGet(() -> create(lane));
            if (write(lane, row, row.lane().pause(now, pause))) {
                return;
            }
        }
    }

    private Optional<LaneRow> find(String lane) {
        return jdbc.sql("select theoretical_arrival, paused_until, version from delivery_lane where lane = :lane")
                .param("lane", lane)
                .query((row, number) -> new LaneRow(
                        new RateLane(SqlTimes.read(row, "theoretical_arrival"), SqlTimes.read(row, "paused_until")),
                        row.getLong("version")))
                .optional();
    }

    private LaneRow create(String lane) {
        boolean isMine = inserts.tryInsert(() -> jdbc.sql(
                        "insert into delivery_lane (lane, theoretical_arrival, paused_until) values (:lane, :at, :at)")
                .param("lane", lane)
                .param("at", SqlTimes.of(Instant.EPOCH))
                .update());
        return isMine ? new LaneRow(RateLane.IDLE, 0) : find(lane).orElseThrow();
    }

    private boolean write(String lane, LaneRow row, RateLane next) {
        return jdbc.sql("update delivery_lane set theoretical_arrival = :arrival, paused_until = :paused,"
                                + " version = version + 1 where lane = :lane and version = :version")
                        .param("arrival", SqlTimes.of(next.theoreticalArrival()))
                        .param("paused", SqlTimes.of(next.pausedUntil()))
                        .param("lane", lane)
                        .param("version", row.version())
                        .update()
                == 1;
    }

    private record LaneRow(RateLane lane, long version) {}
}
