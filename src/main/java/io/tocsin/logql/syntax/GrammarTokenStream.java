package io.tocsin.logql.syntax;

import java.util.List;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.Interval;
import org.jspecify.annotations.Nullable;

/** All tokens of a query, read beforehand. */
final class GrammarTokenStream implements TokenStream {

    private final GrammarToken[] tokens;
    private int index;

    GrammarTokenStream(List<Lexeme> lexemes) {
        tokens = new GrammarToken[lexemes.size()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = new GrammarToken(lexemes.get(i), i);
        }
    }

    @Override
    public @Nullable Token LT(int k) {
        int wanted = k > 0 ? index + k - 1 : index + k;
        return wanted < 0 ? null : tokens[Math.min(wanted, tokens.length - 1)];
    }

    @Override
    public int LA(int i) {
        Token token = LT(i);
        return token == null ? Token.INVALID_TYPE : token.getType();
    }

    @Override
    public void consume() {
        index = Math.min(index + 1, tokens.length - 1);
    }

    @Override
    public int mark() {
        return 0;
    }

    @Override
    public void release(int marker) {
        // Everything stays in memory.
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public void seek(int position) {
        index = position;
    }

    @Override
    public int size() {
        return tokens.length;
    }

    @Override
    public Token get(int position) {
        return tokens[position];
    }

    @Override
    public @Nullable TokenSource getTokenSource() {
        return null;
    }

    @Override
    public String getSourceName() {
        return UNKNOWN_SOURCE_NAME;
    }

    @Override
    public String getText() {
        return "";
    }

    @Override
    public String getText(Interval interval) {
        return "";
    }

    @Override
    public String getText(RuleContext context) {
        return "";
    }

    @Override
    public String getText(Token start, Token stop) {
        return "";
    }
}
