package io.tocsin.start;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Whatever bean could not be made because of it: the reason is what counts. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class CannotStartAnalyzer extends AbstractFailureAnalyzer<CannotStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, CannotStartException cause) {
        return new FailureAnalysis(cause.what(), cause.wayOut(), rootFailure);
    }
}
