package io.tocsin.logql.ast;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The lines or values that a range aggregation works on, for example {@code {job="api"} | json | unwrap ms [5m] offset
 * 1m}. At an instant t it covers (t - offset - range, t - offset].
 *
 * @param unwrap null for an aggregation of lines
 * @param offset zero when nothing was written; negative offsets look ahead
 */
public record LogRange(
        LogSelectorExpr selector, @Nullable Unwrap unwrap, Duration range, Duration offset, Position position) {

    /** The range in canonical LogQL. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
