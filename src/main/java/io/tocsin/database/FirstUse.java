package io.tocsin.database;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * When this database was first used. What lies before it nobody has watched: what was quiet then has not fallen silent,
 * and no alert lasts since then. Restarts change nothing about it.
 */
@Component
public class FirstUse implements Supplier<Instant> {

    private final JdbcClient jdbc;
    private final Clock clock;
    private volatile Instant beganAt;

    FirstUse(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (find(jdbc).isEmpty()) {
            new RacingInsert(transactions)
                    .tryInsert(() -> jdbc.sql("insert into installation (id, began_at) values (1, :at)")
                            .param("at", SqlTimes.of(now))
                            .update());
        }
        this.beganAt = find(jdbc).orElse(now);
    }

    private static Optional<Instant> find(JdbcClient jdbc) {
        return jdbc.sql("select began_at from installation where id = 1")
                .query((row, number) -> SqlTimes.read(row, "began_at"))
                .optional();
    }

    @Override
    public Instant get() {
        Instant known = beganAt;
        if (known.isAfter(clock.instant())) {
            // The clock was ahead at the first start and was set back since: the stored time was moved, too.
            known = find(jdbc).orElse(known);
            beganAt = known;
        }
        return known;
    }
}
