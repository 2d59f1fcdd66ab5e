package io.tocsin.logql.syntax;

import io.tocsin.logql.ast.Position;
import java.time.Duration;

/**
 * One token of a query.
 *
 * @param text an identifier or number as written, a string without its quotes; empty for other types
 * @param duration the value of a DURATION or RANGE, otherwise zero
 * @param bytes the value of BYTES, otherwise 0
 * @param reportedLine the line that Loki's messages give: 0 for tokens that its lexer puts together itself
 * @param end the offset behind the token
 */
record Lexeme(
        TokenType type, String text, Duration duration, long bytes, Position position, int reportedLine, int end) {}
