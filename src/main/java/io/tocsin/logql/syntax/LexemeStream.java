package io.tocsin.logql.syntax;

import java.util.Arrays;
import java.util.List;
import org.antlr.v4.runtime.BufferedTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** All tokens of a query, read beforehand, so that none has to be fetched when the parser looks ahead. */
final class LexemeStream extends BufferedTokenStream {

    private final Lexeme[] lexemes;
    private final int[] types;
    private int index;

    LexemeStream(List<Lexeme> lexemes) {
        super(new ListTokenSource(lexemes));
        this.lexemes = lexemes.toArray(Lexeme[]::new);
        this.types = new int[this.lexemes.length];
        Arrays.setAll(types, i -> this.lexemes[i].getType());
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public int size() {
        return lexemes.length;
    }

    @Override
    public Token get(int position) {
        return lexemes[position];
    }

    @Override
    public void seek(int position) {
        index = position;
    }

    @Override
    public void consume() {
        index = Math.min(index + 1, lexemes.length - 1);
    }

    @Override
    public int LA(int k) {
        int wanted = k > 0 ? index + k - 1 : index + k;
        return wanted < 0 ? Token.INVALID_TYPE : types[Math.min(wanted, types.length - 1)];
    }

    @Override
    public @Nullable Token LT(int k) {
        int wanted = k > 0 ? index + k - 1 : index + k;
        return wanted < 0 ? null : lexemes[Math.min(wanted, lexemes.length - 1)];
    }
}
