package io.tocsin.logql.syntax;

import io.tocsin.logql.ast.Position;
import java.time.Duration;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.jspecify.annotations.Nullable;

/**
 * One token of a query.
 *
 * @param text an identifier or number as written, a string without its quotes; empty for other types
 * @param duration the value of a DURATION or RANGE, otherwise zero
 * @param bytes the value of BYTES, otherwise 0
 * @param reportedLine the line that Loki's messages give: 0 for tokens that its lexer puts together itself
 * @param end the offset behind the token
 */
record Lexeme(TokenType type, String text, Duration duration, long bytes, Position position, int reportedLine, int end)
        implements Token {

    /** A token that nobody wrote, to try how a query would go on with it. */
    static Lexeme imagined(TokenType type) {
        return new Lexeme(type, "", Duration.ZERO, 0, Position.SYNTHETIC, 0, 0);
    }

    /** The lexeme behind a token of the generated parser. */
    static Lexeme of(Token token) {
        return (Lexeme) token;
    }

    /** Where a token, or the first one of a construct, stands. */
    static Position positionOf(Token token) {
        return of(token).position();
    }

    @Override
    public String getText() {
        return text;
    }

    @Override
    public int getType() {
        return type.grammarType();
    }

    @Override
    public int getLine() {
        return position.line();
    }

    @Override
    public int getCharPositionInLine() {
        return position.column() - 1;
    }

    @Override
    public int getChannel() {
        return DEFAULT_CHANNEL;
    }

    @Override
    public int getTokenIndex() {
        return -1;
    }

    @Override
    public int getStartIndex() {
        return position.offset();
    }

    @Override
    public int getStopIndex() {
        return end - 1;
    }

    @Override
    public @Nullable TokenSource getTokenSource() {
        return null;
    }

    @Override
    public @Nullable CharStream getInputStream() {
        return null;
    }
}
