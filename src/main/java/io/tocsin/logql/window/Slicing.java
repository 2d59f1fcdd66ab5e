package io.tocsin.logql.window;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.MetricExpr;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether an expression that is asked at regular times can be computed from slices of its windows. */
public sealed interface Slicing {

    /** What is kept of a range, and added up at each slot, must stay small. */
    long MOST_INTERVALS = 5_000;

    /**
     * It can be.
     *
     * @param parts the expression's windows, each part once for each place where it stands; what is above them needs no lines
     */
    record SlicedWindows(MetricExpr expression, List<WindowPart> parts) implements Slicing {

        public SlicedWindows {
            parts = List.copyOf(parts);
        }
    }

    /** It cannot be, or that is not worth it. */
    record WholeWindows(UnslicedReason reason) implements Slicing {}

    /** @param interval from one time at which it is asked to the next */
    static Slicing of(String expression, Duration interval) {
        try {
            return new LogqlParser().parse(expression) instanceof MetricExpr metric
                    ? of(metric, interval)
                    : new WholeWindows(UnslicedReason.NO_LOGQL);
        } catch (LogqlSyntaxException e) {
            return new WholeWindows(UnslicedReason.NO_LOGQL);
        }
    }

    /** @param interval from one time at which it is asked to the next */
    static Slicing of(MetricExpr expression, Duration interval) {
        WindowFinder finder = new WindowFinder();
        Optional<UnslicedReason> reason = expression.accept(finder);
        if (reason.isPresent()) {
            return new WholeWindows(reason.get());
        }
        List<WindowPart> parts = finder.parts();
        if (parts.stream().noneMatch(part -> part.isLongerThan(interval.multipliedBy(2)))) {
            return new WholeWindows(UnslicedReason.SHORT_RANGE);
        }
        return parts.stream().anyMatch(part -> part.isLongerThan(interval.multipliedBy(MOST_INTERVALS)))
                ? new WholeWindows(UnslicedReason.LONG_RANGE)
                : new SlicedWindows(expression, parts);
    }
}
