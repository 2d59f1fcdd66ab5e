package io.tocsin.evidence;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks for everything that the stream of a matching line holds, whether the rule counts it or not. */
public final class SurroundingsQuery {

    private final LogqlParser parser = new LogqlParser();

    /**
     * The selector of a line's stream. A label that the query does not select by may come from a parser, and would then
     * find nothing; so the answer may hold more streams.
     *
     * @param query the log query that found the line
     */
    public Optional<String> of(String query, Labels line) {
        try {
            LogqlExpr expr = parser.parse(query);
            return expr instanceof LogSelectorExpr selector ? Optional.of(narrowed(selector, line)) : Optional.empty();
        } catch (LogqlSyntaxException e) {
            // The query itself has failed with it, and said so.
            return Optional.empty();
        }
    }

    private static String narrowed(LogSelectorExpr selector, Labels line) {
        List<LabelMatcher> matchers = new ArrayList<>(selector.matchers());
        for (LabelMatcher matcher : selector.matchers()) {
            LabelMatcher exact = LabelMatcher.equal(matcher.name(), line.get(matcher.name()));
            if (line.has(matcher.name()) && !matchers.contains(exact)) {
                matchers.add(exact);
            }
        }
        return new LogSelectorExpr(matchers, List.of(), Position.SYNTHETIC).toString();
    }
}
