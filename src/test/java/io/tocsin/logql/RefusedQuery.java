package io.tocsin.logql;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A query that was refused, as the golden files show it. */
final class RefusedQuery {

    private RefusedQuery() {}

    /** The message, below it the place, and the advice. */
    static String render(LogqlSyntaxException problem) {
        return Stream.of(problem.getMessage(), problem.excerpt(), problem.advice())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
