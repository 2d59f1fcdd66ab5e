package io.tocsin.logql;

import io.tocsin.logql.ast.Position;
import io.tocsin.logql.checks.PatternExpression;
import io.tocsin.logql.checks.Problem;
import io.tocsin.logql.checks.RegexSyntax;
import io.tocsin.logql.checks.RegexpParserCheck;
import io.tocsin.text.go.Quoting;
import java.util.List;
import java.util.Optional;

/** What Loki checks at once when it has read a construct, before it looks at the rest of the query. */
final class EagerChecks {

    private EagerChecks() {}

    /**
     * The problem of a construct that has just been read.
     *
     * @param construct the name of its rule in {@link GrammarRules}
     * @param parts the last token of each of its parts
     */
    static Optional<Problem> problemOf(String construct, List<Lexeme> parts) {
        return switch (construct) {
            case "matcher" -> isRegexMatcher(parts) ? matcherRegex(parts.get(2)) : Optional.empty();
            case "parser" -> parser(parts);
            case "numberFilter" -> numberFilter(parts.get(2));
            default -> Optional.empty();
        };
    }

    private static boolean isRegexMatcher(List<Lexeme> parts) {
        TokenType operator = parts.get(1).type();
        return operator == TokenType.RE || operator == TokenType.NRE;
    }

    private static Optional<Problem> matcherRegex(Lexeme regex) {
        return RegexSyntax.problemOf(regex.text()).map(text -> Problem.of(text, regex.position()));
    }

    private static Optional<Problem> parser(List<Lexeme> parts) {
        Lexeme argument = parts.get(parts.size() - 1);
        return switch (parts.get(0).type()) {
            case REGEXP -> regexpParser(argument.text(), argument.position());
            case PATTERN -> patternParser(argument.text(), argument.position());
            default -> Optional.empty();
        };
    }

    static Optional<Problem> regexpParser(String regex, Position position) {
        return RegexpParserCheck.problemOf(regex).map(text -> Problem.of("invalid regexp parser: " + text, position));
    }

    static Optional<Problem> patternParser(String pattern, Position position) {
        return PatternExpression.parserProblemOf(pattern)
                .map(text -> Problem.of("invalid pattern parser: " + text, position));
    }

    private static Optional<Problem> numberFilter(Lexeme number) {
        return literalProblem(number.text()).map(text -> Problem.of(text, number.position()));
    }

    /** Why Go reads no number from a literal, in Loki's words. */
    static Optional<String> literalProblem(String text) {
        return floatProblem(text).map(problem -> "unable to parse literal as a float: " + problem);
    }

    /** Why Go's {@code ParseFloat} refuses a text. */
    static Optional<String> floatProblem(String text) {
        if (GoNumberScanner.parse(text) != null) {
            return Optional.empty();
        }
        String reason = GoNumberScanner.isNumber(text) ? "value out of range" : "invalid syntax";
        return Optional.of("strconv.ParseFloat: parsing " + Quoting.quote(text) + ": " + reason);
    }
}
