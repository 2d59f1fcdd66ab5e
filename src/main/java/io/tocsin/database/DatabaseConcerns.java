package io.tocsin.database;

import io.tocsin.text.Shortened;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Whether the database answers, and takes writes. It is asked on a thread of its own, one question at a time: while an
 * answer is out for longer than a moment the database is away, whatever comes of the question.
 */
@Component
public final class DatabaseConcerns implements ConcernSource, DisposableBean {

    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int STATEMENT_SECONDS = 3;
    private static final int LONGEST_REASON = 300;

    private final DataSource database;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(DatabaseConcerns::thread);
    private Future<List<Concern>> open;
    private List<Concern> last = List.of();
    private long askedAt;

    public DatabaseConcerns(DataSource database) {
        this.database = database;
        this.open = ask();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "database-check");
        thread.setDaemon(true);
        return thread;
    }

    private Future<List<Concern>> ask() {
        askedAt = System.nanoTime();
        return thread.submit(this::check);
    }

    /** What the newest answer says; asks again. Does not block. */
    @Override
    public synchronized List<Concern> concerns() {
        if (!open.isDone()) {
            Duration waiting = Duration.ofNanos(System.nanoTime() - askedAt);
            return waiting.compareTo(PATIENCE) < 0
                    ? last
                    : List.of(away("has not answered for " + waiting.toSeconds() + " s"));
        }
        try {
            last = open.get();
        } catch (ExecutionException e) {
            last = List.of(away(String.valueOf(e.getCause())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open = ask();
        return last;
    }

    private List<Concern> check() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(STATEMENT_SECONDS);
            boolean isPostgres =
                    connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
            String question = isPostgres ? "show transaction_read_only" : "select 'off'";
            try (ResultSet answer = statement.executeQuery(question)) {
                boolean isReadOnly = answer.next() && answer.getString(1).equals("on");
                return isReadOnly ? List.of(readOnly()) : List.of();
            }
        } catch (SQLException e) {
            return List.of(away(String.valueOf(e.getMessage())));
        }
    }

    private static Concern away(String why) {
        return new Concern(
                "database-away",
                Severity.UNREADY,
                "",
                "nothing can be evaluated, stored or delivered: " + Shortened.firstLine(why, LONGEST_REASON));
    }

    private static Concern readOnly() {
        return new Concern(
                "database-read-only",
                Severity.UNREADY,
                "",
                "it takes no writes: connect to the primary server, or see why it is read-only");
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }
}
