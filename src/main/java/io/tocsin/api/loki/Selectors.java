package io.tocsin.api.loki;

import io.tocsin.label.LabelMatcher;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogqlExpr;
import java.util.List;

/** Reads queries, and the stream selectors of endpoints that take nothing more. */
final class Selectors {

    private final LogqlParser parser;

    Selectors(LogqlParser parser) {
        this.parser = parser;
    }

    /** @throws LokiException with status 400 and Loki's text */
    LogqlExpr parse(String query) {
        try {
            return parser.parse(query);
        } catch (LogqlSyntaxException e) {
            throw new LokiException(400, String.valueOf(e.getMessage()), e);
        }
    }

    /** A query that must ask for lines. */
    LogSelectorExpr logSelector(String query) {
        if (parse(query) instanceof LogSelectorExpr selector) {
            return selector;
        }
        throw LokiException.badRequest("only log selector is supported");
    }

    /** The matchers of a query that must be a bare selector. */
    List<LabelMatcher> matchers(String query) {
        if (parse(query) instanceof LogSelectorExpr selector
                && selector.stages().isEmpty()) {
            return selector.matchers();
        }
        throw LokiException.badRequest("only label matchers are supported");
    }

    /** As {@link #matchers}, and none, which match every stream, for an empty query. */
    List<LabelMatcher> matchersOrAll(String query) {
        return query.isEmpty() ? List.of() : matchers(query);
    }
}
