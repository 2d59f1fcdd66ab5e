package io.tocsin.standin;

import io.tocsin.standin.FaultyLink.Fault;
import io.tocsin.standin.FaultyLink.Kind;
import java.util.List;

/** Cuts a program's connection to its database at each of its statements in turn, once before and once after the server had it. */
public final class StatementCuts {

    private static final int MAX_STATEMENTS = 500;

    private final FaultyLink link;

    public StatementCuts(FaultyLink link) {
        this.link = link;
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

    /** Returns how many cuts there were; the work is run once more than that for each kind of cut. */
    public int atEachStatementOf(Work work) {
        int run = 0;
        int cuts = 0;
        for (Kind kind : List.of(Kind.CUT_BEFORE, Kind.CUT_AFTER)) {
            boolean wasReached = true;
            for (int statement = 1; wasReached; statement++) {
                if (statement > MAX_STATEMENTS) {
                    throw new IllegalStateException("the work has no end");
                }
                Cut cut = new Cut(kind, statement);
                run++;
                work.run(run, cut);
                wasReached = cut.wasReached;
                cuts += wasReached ? 1 : 0;
            }
        }
        return cuts;
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
