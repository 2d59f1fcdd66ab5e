package io.tocsin.logql.syntax;

import io.tocsin.logql.checks.Problem;

/** Ends the reading of a query. */
public final class RejectedQuery extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    RejectedQuery(Problem problem) {
        super(problem.text(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
