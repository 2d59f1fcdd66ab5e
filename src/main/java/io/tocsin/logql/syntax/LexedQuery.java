package io.tocsin.logql.syntax;

import io.tocsin.logql.ast.Position;
import java.util.List;

/** The tokens of a query, ended by one of type END, and the errors met while reading them. */
record LexedQuery(List<Lexeme> lexemes, List<LexicalError> errors) {

    /**
     * Something that is not a token. Lexing goes on behind most of them, because a later error may outrank this one.
     *
     * @param tokenIndex the token during whose reading it was found
     */
    record LexicalError(String message, Position position, int reportedLine, int tokenIndex) {}
}
