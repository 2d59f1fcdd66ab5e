package io.tocsin.alert.store;

import io.tocsin.alert.EvaluationResult;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation of one rule, as history keeps it.
 *
 * @param active how many instances were pending, firing or recovering afterwards
 * @param highestValue null when the answer was empty
 * @param bytesRead what the query cost the data source; 0 when it did not say
 */
public record EvaluationRecord(
        EvaluationResult result, int active, @Nullable Double highestValue, long bytesRead, boolean isLate) {}
