package io.tocsin.logql.syntax;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.jspecify.annotations.Nullable;

/** A {@link Lexeme} as the generated parser wants to see it. */
final class GrammarToken implements Token {

    private static final int[] GRAMMAR_TYPES = GrammarTypes.byTokenType();

    private final Lexeme lexeme;
    private final int type;
    private final int index;

    GrammarToken(Lexeme lexeme, int index) {
        this.lexeme = lexeme;
        this.type = GRAMMAR_TYPES[lexeme.type().ordinal()];
        this.index = index;
    }

    /** The lexeme behind a token of the generated parser. */
    static Lexeme lexeme(Token token) {
        return ((GrammarToken) token).lexeme;
    }

    @Override
    public String getText() {
        return lexeme.text();
    }

    @Override
    public int getType() {
        return type;
    }

    @Override
    public int getLine() {
        return lexeme.position().line();
    }

    @Override
    public int getCharPositionInLine() {
        return lexeme.position().column() - 1;
    }

    @Override
    public int getChannel() {
        return DEFAULT_CHANNEL;
    }

    @Override
    public int getTokenIndex() {
        return index;
    }

    @Override
    public int getStartIndex() {
        return lexeme.position().offset();
    }

    @Override
    public int getStopIndex() {
        return lexeme.end() - 1;
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
