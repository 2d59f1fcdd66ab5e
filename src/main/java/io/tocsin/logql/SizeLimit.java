package io.tocsin.logql;

import io.tocsin.logql.ast.Position;
import java.util.List;
import java.util.Optional;

/** Bounds the depth of a tree, so that whoever walks it recursively cannot run out of stack. */
final class SizeLimit {

    /** Loki's own bound: UTF-8 bytes of a query. */
    static final int MAX_QUERY_BYTES = 131_072;

    private static final int MAX_LEVELS = 250;
    private static final int MAX_NESTING = 100;

    private int levels;

    /** Counts an operator that makes the tree one level deeper. */
    void countLevel(Position position) {
        levels++;
        if (levels > MAX_LEVELS) {
            throw new RejectedQuery(Problem.at(
                    "query nests too deeply: more than " + MAX_LEVELS + " levels of operators",
                    position,
                    position.line()));
        }
    }

    /** The first parenthesis that nests too deep. */
    static Optional<Problem> nestingProblem(List<Lexeme> lexemes) {
        int depth = 0;
        for (Lexeme lexeme : lexemes) {
            if (lexeme.type() == TokenType.OPEN_PARENTHESIS) {
                depth++;
            } else if (lexeme.type() == TokenType.CLOSE_PARENTHESIS) {
                depth--;
            }
            if (depth > MAX_NESTING) {
                Position position = lexeme.position();
                return Optional.of(
                        Problem.at("parentheses nest deeper than " + MAX_NESTING, position, position.line()));
            }
        }
        return Optional.empty();
    }
}
