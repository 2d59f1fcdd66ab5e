package io.tocsin.logql;

import io.tocsin.logql.checks.Problem;

/** Ends the building of a tree; {@link SyntaxDiagnosis} then finds out what Loki would say. */
final class RejectedQuery extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    RejectedQuery(Problem problem) {
        super(problem.text(), null, false, false);
        this.problem = problem;
    }

    /** What to say if the diagnosis finds nothing wrong. */
    Problem problem() {
        return problem;
    }
}
