package io.tocsin.database.clock;

import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets the {@link SharedClock} follow the database's clock, and says when this machine's differs. With a database of this
 * process alone both are the same clock and nothing is asked.
 */
public final class ClockFollower implements ConcernSource {

    private static final Logger log = LoggerFactory.getLogger(ClockFollower.class);

    /** More than this between two computers that both keep the time is not to be expected. */
    private static final Duration TOLERATED_DIFFERENCE = Duration.ofSeconds(5);

    /** An answer that took longer says too little of the time; the next one follows soon. */
    private static final Duration SLOWEST_ANSWER = Duration.ofSeconds(2);

    private static final Duration SMALLEST_STEP = Duration.ofMillis(50);

    private final SharedClock clock;
    private final JdbcClient jdbc;
    private final boolean isShared;
    /** How far this machine's clock is ahead of the database's; negative: behind. */
    private volatile Duration ahead = Duration.ZERO;

    /** @param isShared whether the database is a server with a clock of its own */
    public ClockFollower(SharedClock clock, JdbcClient jdbc, boolean isShared) {
        this.clock = clock;
        this.jdbc = jdbc;
        this.isShared = isShared;
    }

    /** Reads the database's clock; blocks for a short query. */
    public void follow() {
        if (!isShared) {
            return;
        }
        long before = clock.nanos();
        Instant time = jdbc.sql("select clock_timestamp()")
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .single();
        Duration took = Duration.ofNanos(clock.nanos() - before);
        if (took.compareTo(SLOWEST_ANSWER) > 0) {
            log.debug("the database's clock was read too slowly took={}", took);
            return;
        }
        Duration half = took.dividedBy(2);
        ahead = Duration.between(time.plus(half), clock.ownTime());
        clock.follow(time, before + half.toNanos(), half.plus(SMALLEST_STEP));
    }

    @Override
    public List<Concern> concerns() {
        Duration difference = ahead;
        if (difference.abs().compareTo(TOLERATED_DIFFERENCE) <= 0) {
            return List.of();
        }
        return List.of(new Concern(
                "clock-differs",
                Severity.NOTICE,
                "",
                "this machine's clock is " + difference.abs().toSeconds() + " s "
                        + (difference.isNegative() ? "behind" : "ahead of")
                        + " the database's, which decides; set both by NTP"));
    }
}
