package io.tocsin.evaluation.query;

import io.tocsin.rule.Condition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What evaluation must know of an expression besides its text. */
@FunctionalInterface
public interface ExpressionReader {

    /** Empty when the expression does not end in a comparison, or cannot be read. */
    Optional<FinalComparison> finalComparison(String expression);

    /**
     * An expression that ends in a comparison, which drops the series that do not satisfy it.
     *
     * @param withoutComparison the expression before it
     * @param condition what it asks; null when it compares with something else than a number
     */
    record FinalComparison(
            String withoutComparison, @Nullable Condition condition) {}
}
