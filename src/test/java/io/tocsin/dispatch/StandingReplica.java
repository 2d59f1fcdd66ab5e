package io.tocsin.dispatch;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.SettableClock;
import io.tocsin.alert.store.AlertStores;
import io.tocsin.database.DatabaseFailures;
import io.tocsin.database.config.PostgresPool;
import io.tocsin.notification.MutedBy;
import io.tocsin.notification.Policies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * One replica of dispatch in a process of its own, which a test may suspend. Steps once and says {@code HOLDING} in the
 * middle of a transaction, where it waits for a line; then it says what came of the step, steps again and says {@code DONE}.
 */
final class StandingReplica {

    private static boolean hasHeld;

    private StandingReplica() {}

    /** Where it holds. */
    enum Place {
        ASSIGNING,
        FLUSHING
    }

    public static void main(String[] arguments) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(arguments[0]);
        config.setUsername("postgres");
        config.setPassword("");
        PostgresPool.configure(config);
        // The pool's own bound is twenty seconds: a busy machine may take as long for what is to be done sooner.
        config.setConnectionInitSql("set idle_in_transaction_session_timeout = 0");
        try (HikariDataSource database = new HikariDataSource(config)) {
            SettableClock clock = new SettableClock(Instant.parse(arguments[1]));
            DispatchFixture dispatch = new DispatchFixture(database, clock, AlertStores.events(database));
            if (Place.valueOf(arguments[2]) == Place.ASSIGNING) {
                Policies policies = dispatch.policies;
                dispatch.policiesSource = () -> holding(policies);
            } else {
                dispatch.mutes.mutedBy = labels -> holding(MutedBy.NOTHING);
            }
            System.out.println("STEP " + outcome(() -> dispatch.dispatcher.step()));
            System.out.println("AGAIN " + outcome(() -> dispatch.dispatcher.step()));
            System.out.println("DONE");
        }
    }

    private static String outcome(Supplier<Boolean> step) {
        try {
            step.get();
            return "went through";
        } catch (RuntimeException e) {
            return DatabaseFailures.isPassing(e) ? "lost the database" : "failed " + e;
        }
    }

    private static <T> T holding(T answer) {
        if (TransactionSynchronizationManager.isActualTransactionActive() && !hasHeld) {
            hasHeld = true;
            System.out.println("HOLDING");
            try {
                while (System.in.read() != '\n') {}
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return answer;
    }
}
