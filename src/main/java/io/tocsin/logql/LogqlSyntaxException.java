package io.tocsin.logql;

import io.tocsin.logql.checks.Problem;
import io.tocsin.text.Caret;

/**
 * A query that is not LogQL, or that Loki would refuse before reading any line. The message is Loki's own; only what a
 * syntax error says was expected is put in words of ours.
 */
public final class LogqlSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String query;
    private final String advice;
    private final int line;
    private final int column;

    LogqlSyntaxException(Problem problem, String query) {
        super(problem.message());
        this.problem = problem.text();
        this.query = query;
        this.advice = problem.advice();
        this.line = problem.position().line();
        this.column = problem.position().column();
    }

    /** What is wrong, without the place: {@code syntax error: unexpected $end, expecting a text in quotes}. */
    public String problem() {
        return problem;
    }

    /** What Loki does not say and what helps to mend it, such as the bracket that is not closed or the range that is missing; empty if unknown. */
    public String advice() {
        return advice;
    }

    /** The problem, followed by the advice if there is any. */
    public String explanation() {
        return advice.isEmpty() ? problem : problem + "; " + advice;
    }

    /** From 1; 0 when the problem concerns the query as a whole. */
    public int line() {
        return line;
    }

    /** From 1, in code points; 0 when the problem concerns the query as a whole. */
    public int column() {
        return column;
    }

    /** The line in question with a caret under the place; empty when the problem concerns the query as a whole. */
    public String excerpt() {
        if (line < 1) {
            return "";
        }
        String[] lines = query.split("\n", -1);
        String source = lines[Math.min(line, lines.length) - 1];
        return source + "\n" + Caret.under(source, column);
    }
}
