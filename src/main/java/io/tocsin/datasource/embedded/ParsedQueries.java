package io.tocsin.datasource.embedded;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogqlExpr;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Queries that were read: rules ask the same ones at each slot. Bounded; safe for use by several threads. */
public final class ParsedQueries {

    private static final int MAX_REMEMBERED = 2_000;
    private static final int MAX_CHARS = 2_000;

    private final LogqlParser parser = new LogqlParser();
    private final Map<String, LogqlExpr> remembered = new ConcurrentHashMap<>();

    /** @throws LogqlSyntaxException when it is no LogQL */
    LogqlExpr parse(String query) {
        @Nullable LogqlExpr known = remembered.get(query);
        if (known != null) {
            return known;
        }
        LogqlExpr read = parser.parse(query);
        if (query.length() <= MAX_CHARS) {
            if (remembered.size() >= MAX_REMEMBERED) {
                remembered.clear();
            }
            remembered.put(query, read);
        }
        return read;
    }
}
