package io.tocsin.logql.syntax;

import io.tocsin.logql.ast.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Finds the bracket that is missing or too many: Loki only says that it did not expect the end, or what comes next. */
final class Brackets {

    private static final Map<TokenType, TokenType> CLOSING = Map.of(
            TokenType.OPEN_PARENTHESIS, TokenType.CLOSE_PARENTHESIS,
            TokenType.OPEN_BRACKET, TokenType.CLOSE_BRACKET,
            TokenType.OPEN_BRACE, TokenType.CLOSE_BRACE);

    private Brackets() {}

    /** What to do about the first wrong bracket; empty when all are in pairs. */
    static String advice(List<Lexeme> lexemes) {
        Deque<Lexeme> open = new ArrayDeque<>();
        for (Lexeme lexeme : lexemes) {
            if (CLOSING.containsKey(lexeme.type())) {
                open.push(lexeme);
            } else if (CLOSING.containsValue(lexeme.type())) {
                if (open.isEmpty()) {
                    return named(lexeme) + " closes nothing";
                }
                Lexeme opening = open.pop();
                if (CLOSING.get(opening.type()) != lexeme.type()) {
                    return named(opening) + " is not closed before " + named(lexeme);
                }
            }
        }
        return open.isEmpty() ? "" : named(open.peek()) + " is not closed";
    }

    private static String named(Lexeme bracket) {
        Position at = bracket.position();
        return "the \"" + bracket.type().displayName() + "\" at line " + at.line() + ", column " + at.column()
                + " of the query";
    }
}
