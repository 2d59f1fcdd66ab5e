package io.tocsin.logql.syntax;

import com.google.re2j.PatternSyntaxException;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.checks.Problem;
import io.tocsin.regex.RegexBudget;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Bounds the depth of a tree, so that whoever walks it recursively cannot run out of stack, and what its regexes take. */
final class SizeLimit {

    /** Loki's own bound: UTF-8 bytes of a query. */
    private static final int MAX_QUERY_BYTES = 131_072;

    private static final int MAX_LEVELS = 250;
    private static final int MAX_NESTING = 100;

    private static final Set<TokenType> REGEX_OPERATORS =
            EnumSet.of(TokenType.RE, TokenType.NRE, TokenType.PIPE_MATCH, TokenType.REGEXP);

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

    /** That the text is too long to be read at all. */
    static Optional<Problem> lengthProblem(String query) {
        if (query.length() * 3 < MAX_QUERY_BYTES) {
            return Optional.empty();
        }
        int bytes = query.getBytes(StandardCharsets.UTF_8).length;
        return bytes < MAX_QUERY_BYTES
                ? Optional.empty()
                : Optional.of(Problem.of(
                        "input size too long (" + bytes + " > " + MAX_QUERY_BYTES + ")", new Position(0, 0, 0)));
    }

    /** The first regular expression with which those of the query take too much; what is invalid is not looked at. */
    static Optional<Problem> regexProblem(List<Lexeme> lexemes) {
        RegexBudget budget = new RegexBudget();
        boolean isRegex = false;
        TokenType before = TokenType.END;
        for (Lexeme lexeme : lexemes) {
            TokenType type = lexeme.type();
            if (type == TokenType.STRING && (isRegex || before == TokenType.COMMA)) {
                Optional<Problem> problem = problemOf(lexeme, budget);
                if (problem.isPresent()) {
                    return problem;
                }
            } else if (REGEX_OPERATORS.contains(type)) {
                isRegex = true;
            } else if (type != TokenType.STRING && type != TokenType.OR) {
                // The alternatives of a line filter are joined by "or".
                isRegex = false;
            }
            before = type;
        }
        return Optional.empty();
    }

    private static Optional<Problem> problemOf(Lexeme regex, RegexBudget budget) {
        try {
            return budget.takes(regex.text())
                    ? Optional.empty()
                    : Optional.of(Problem.of(
                            "the regular expressions of the query need more than " + RegexBudget.MAX_INSTRUCTIONS
                                    + " instructions together; use fewer of them, or smaller repetition counts",
                            regex.position()));
        } catch (PatternSyntaxException e) {
            // Whoever compiles it says so in the words that belong there.
            return Optional.empty();
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
