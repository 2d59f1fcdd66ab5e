package io.tocsin.logql.window;

import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.ast.VectorOperation;
import org.jspecify.annotations.Nullable;

/** How the value over a window follows from those over its slices. */
enum SliceJoin {
    SUM,
    LEAST,
    MOST;

    /** Null when it does not follow from them. */
    static @Nullable SliceJoin of(RangeOperation operation) {
        return switch (operation) {
            case COUNT_OVER_TIME, RATE, BYTES_OVER_TIME, BYTES_RATE, SUM_OVER_TIME -> SUM;
            case MIN_OVER_TIME -> LEAST;
            case MAX_OVER_TIME -> MOST;
            case RATE_COUNTER,
                    AVG_OVER_TIME,
                    STDVAR_OVER_TIME,
                    STDDEV_OVER_TIME,
                    QUANTILE_OVER_TIME,
                    FIRST_OVER_TIME,
                    LAST_OVER_TIME,
                    ABSENT_OVER_TIME -> null;
        };
    }

    /** Whether it does not matter what comes first, joining slices or aggregating series. */
    boolean commutesWith(VectorOperation operation) {
        return switch (this) {
            case SUM -> operation == VectorOperation.SUM;
            case LEAST -> operation == VectorOperation.MIN;
            case MOST -> operation == VectorOperation.MAX;
        };
    }

    /** No number is neither the least nor the most of any, as LogQL has it. */
    double joined(double one, double other) {
        return switch (this) {
            case SUM -> one + other;
            case LEAST -> other < one || Double.isNaN(one) ? other : one;
            case MOST -> other > one || Double.isNaN(one) ? other : one;
        };
    }
}
