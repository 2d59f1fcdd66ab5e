package io.tocsin.logql.syntax;

import io.tocsin.logql.ast.Position;

/**
 * Something that is not a token. Lexing goes on behind most of them, because a later error may outrank this one.
 *
 * @param tokenIndex the token during whose reading it was found
 */
record LexicalError(String message, Position position, int reportedLine, int tokenIndex) {}
