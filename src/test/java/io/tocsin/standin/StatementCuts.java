package io.tocsin.standin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.tocsin.standin.FaultyLink.Fault;
import io.tocsin.standin.FaultyLink.Kind;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Cuts a program's connection to its database at each of its statements in turn, once before and once after the server had it. */
public final class StatementCuts {

    private static final int MAX_STATEMENTS = 500;

    private static final int MAX_LOOKS = 20_000;

    private final FaultyLink link;
    private final JdbcClient database;

    /** @param database what is behind the link */
    public StatementCuts(FaultyLink link, JdbcClient database) {
        this.link = link;
        this.database = database;
    }

    /** What is disturbed, and then looked at. */
    @FunctionalInterface
    public interface Work {

        /**
         * Does the same work each time, with data of its own.
         *
         * @param run a number that no other run has
         * @param disturbed whatever runs in it is disturbed, and may throw
         */
        void run(int run, Disturbance disturbed);
    }

    /** Runs a part of the work with the fault in it; what it throws is what a loop would log. */
    @FunctionalInterface
    public interface Disturbance {
        void during(Runnable part);
    }

    /**
     * Returns how many cuts there were; the work is run once more than that for each kind of cut.
     *
     * @param stride 1 for every statement; more leaves some out, to be quick
     */
    public int at(int stride, Work work) {
        // Each cut is two stack traces or three, and there are hundreds of cuts.
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Level usual = root.getLevel();
        root.setLevel(Level.OFF);
        try {
            return cut(stride, work);
        } finally {
            root.setLevel(usual);
        }
    }

    private int cut(int stride, Work work) {
        int run = 0;
        int cuts = 0;
        for (Kind kind : List.of(Kind.CUT_BEFORE, Kind.CUT_AFTER)) {
            boolean wasReached = true;
            for (int statement = 1; wasReached; statement += stride) {
                if (statement > MAX_STATEMENTS) {
                    throw new IllegalStateException("the work has no end");
                }
                Cut cut = new Cut(kind, statement);
                run++;
                try {
                    work.run(run, cut);
                } catch (AssertionError e) {
                    throw new AssertionError(kind + " at statement " + statement, e);
                }
                wasReached = cut.wasReached;
                cuts += wasReached ? 1 : 0;
            }
        }
        return cuts;
    }

    /** The server notices the end of a connection a moment later, and ends its transaction then. */
    private void awaitTheServer() {
        for (int i = 0; i < MAX_LOOKS; i++) {
            long busy = database.sql("select count(*) from pg_stat_activity where datname = current_database()"
                            + " and pid <> pg_backend_pid() and state <> 'idle'")
                    .query(Long.class)
                    .single();
            if (busy == 0) {
                return;
            }
        }
        throw new IllegalStateException("a transaction stays open");
    }

    private final class Cut implements Disturbance {

        private final Kind kind;
        private final int statement;
        private long seen;
        private volatile boolean wasReached;

        Cut(Kind kind, int statement) {
            this.kind = kind;
            this.statement = statement;
        }

        @Override
        public void during(Runnable part) {
            link.failBy(message -> next());
            try {
                part.run();
            } catch (RuntimeException e) {
                if (!wasReached) {
                    throw e;
                }
            } finally {
                link.failBy(message -> Fault.NONE);
            }
            awaitTheServer();
        }

        private synchronized Fault next() {
            seen++;
            if (seen != statement) {
                return Fault.NONE;
            }
            wasReached = true;
            return new Fault(kind, 0);
        }
    }
}
