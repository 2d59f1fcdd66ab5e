package io.tocsin.logql;

import io.tocsin.logql.ast.Position;

/** A query that is not LogQL, or that Loki would refuse before reading any line. The message is Loki's own. */
public final class LogqlSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String query;
    private final String message;
    private final int line;
    private final int column;

    LogqlSyntaxException(String message, String problem, String query, Position position) {
        super(message);
        this.message = message;
        this.problem = problem;
        this.query = query;
        this.line = position.line();
        this.column = position.column();
    }

    /** What is wrong, without the place: {@code syntax error: unexpected $end, expecting STRING}. */
    public String problem() {
        return problem;
    }

    /** From 1; 0 when the problem concerns the query as a whole. */
    public int line() {
        return line;
    }

    /** From 1, in code points; 0 when the problem concerns the query as a whole. */
    public int column() {
        return column;
    }

    /** The message, and below it the line in question with a caret under the place. */
    public String render() {
        if (line < 1) {
            return message;
        }
        String[] lines = query.split("\n", -1);
        String source = lines[Math.min(line, lines.length) - 1];
        StringBuilder indent = new StringBuilder();
        source.codePoints().limit(column - 1L).forEach(c -> indent.append(c == '\t' ? '\t' : ' '));
        return message + "\n" + source + "\n" + indent + "^";
    }
}
