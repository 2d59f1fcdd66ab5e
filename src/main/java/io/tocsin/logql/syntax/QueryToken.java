package io.tocsin.logql.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A piece of a query, for showing it in colours. The pieces of a query put together are the query, whatever is wrong
 * with it.
 */
public record QueryToken(QueryTokenKind kind, String text) {

    private static final Set<TokenType> QUANTITIES =
            Set.of(TokenType.NUMBER, TokenType.DURATION, TokenType.BYTES, TokenType.RANGE);

    /** What a piece is. */
    public enum QueryTokenKind {
        FUNCTION,
        KEYWORD,
        NAME,
        STRING,
        NUMBER,
        OPERATOR,
        COMMENT,
        PLAIN
    }

    /** The pieces in order. */
    public static List<QueryToken> of(String query) {
        List<QueryToken> tokens = new ArrayList<>();
        int done = 0;
        for (Lexeme lexeme : LogqlLexer.lex(query).lexemes()) {
            int start = lexeme.position().offset();
            if (lexeme.type() == TokenType.END || start < done || lexeme.end() > query.length()) {
                break;
            }
            addGap(query.substring(done, start), tokens);
            String text = query.substring(start, lexeme.end());
            tokens.add(new QueryToken(kind(lexeme.type(), text), text));
            done = lexeme.end();
        }
        addGap(query.substring(done), tokens);
        return List.copyOf(tokens);
    }

    /** Between tokens there is only blank space, or a comment. */
    private static void addGap(String text, List<QueryToken> tokens) {
        if (!text.isEmpty()) {
            boolean isComment = text.stripLeading().startsWith("#")
                    || text.stripLeading().startsWith("//")
                    || text.stripLeading().startsWith("/*");
            tokens.add(new QueryToken(isComment ? QueryTokenKind.COMMENT : QueryTokenKind.PLAIN, text));
        }
    }

    private static QueryTokenKind kind(TokenType type, String text) {
        if (type == TokenType.STRING) {
            return QueryTokenKind.STRING;
        }
        if (QUANTITIES.contains(type)) {
            return QueryTokenKind.NUMBER;
        }
        if (type == TokenType.IDENTIFIER) {
            return QueryTokenKind.NAME;
        }
        if (TokenType.ofFunction(text.toLowerCase(Locale.ROOT)) == type) {
            return QueryTokenKind.FUNCTION;
        }
        int first = text.codePointAt(0);
        if (Character.isLetter(first)) {
            return QueryTokenKind.KEYWORD;
        }
        return "(){}[],".contains(text) ? QueryTokenKind.PLAIN : QueryTokenKind.OPERATOR;
    }
}
