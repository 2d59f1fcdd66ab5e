package io.tocsin.logql.syntax;

import io.tocsin.logql.ast.Position;
import io.tocsin.text.NameSuggestion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knows the usual slips, and tells the author of a query what was probably meant. Except for brackets and names, a slip is
 * only named when the query would be right without it.
 */
final class Slips {

    private static final Map<TokenType, TokenType> CLOSING = Map.of(
            TokenType.OPEN_PARENTHESIS, TokenType.CLOSE_PARENTHESIS,
            TokenType.OPEN_BRACKET, TokenType.CLOSE_BRACKET,
            TokenType.OPEN_BRACE, TokenType.CLOSE_BRACE);

    private static final String COUNT = "count lines with count_over_time({…}[5m])";
    private static final String NUMBERS_ONLY = "compare the value itself";

    /** What PromQL has and LogQL lacks, and what does the same. */
    private static final Map<String, String> PROMQL = Map.ofEntries(
            Map.entry("increase", COUNT + ", or values with sum_over_time({…} | unwrap … [5m])"),
            Map.entry("irate", "use rate"),
            Map.entry("delta", "use first_over_time and last_over_time"),
            Map.entry("idelta", "use first_over_time and last_over_time"),
            Map.entry("deriv", "use rate"),
            Map.entry("changes", COUNT),
            Map.entry("resets", COUNT),
            Map.entry("absent", "use absent_over_time({…}[5m])"),
            Map.entry("present_over_time", COUNT),
            Map.entry("histogram_quantile", "use quantile_over_time(0.95, {…} | unwrap … [5m])"),
            Map.entry("quantile", "use quantile_over_time(0.95, {…} | unwrap … [5m])"),
            Map.entry("count_values", "group by the label: sum by (…) (" + COUNT.substring("count lines with ".length()) + ")"),
            Map.entry("group", "use count"),
            Map.entry("label_join", "use label_replace, or label_format in the pipeline"),
            Map.entry("abs", NUMBERS_ONLY),
            Map.entry("ceil", NUMBERS_ONLY),
            Map.entry("floor", NUMBERS_ONLY),
            Map.entry("round", NUMBERS_ONLY),
            Map.entry("clamp_max", NUMBERS_ONLY),
            Map.entry("clamp_min", NUMBERS_ONLY),
            Map.entry("scalar", "vectors and numbers combine as they are"),
            Map.entry("time", "alerts have the time of their evaluation"));

    private static final String QUOTES = "text stands between \" or `";

    private final String query;
    private final List<Lexeme> lexemes;
    private final int index;
    private final Lexeme unexpected;

    Slips(String query, List<Lexeme> lexemes, int index) {
        this.query = query;
        this.lexemes = lexemes;
        this.index = index;
        this.unexpected = lexemes.get(index);
    }

    /** What to do about something that is no token; empty if unknown. */
    static String adviceOn(LexedQuery.LexicalError error, String query) {
        boolean isSingle = query.startsWith("'", error.position().offset());
        return switch (error.message()) {
            case "invalid char literal" -> QUOTES + ", not between '";
            case "literal not terminated" ->
                isSingle ? QUOTES + ", not between '" : "the quote that opens here is not closed";
            case "invalid char escape", "invalid syntax" ->
                "between \" a backslash is written \\\\; between ` it is written as it is";
            default -> "";
        };
    }

    /** What to do about a token that is out of place; empty if unknown. */
    String advice() {
        return Stream.<java.util.function.Supplier<@Nullable String>>of(
                        () -> bracket(), this::function, this::lines, this::operator, this::missing, this::quotes)
                .map(java.util.function.Supplier::get)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    /** The first wrong bracket: Loki only says that it did not expect the end, or what comes next. */
    private @Nullable String bracket() {
        Deque<Lexeme> open = new ArrayDeque<>();
        for (Lexeme lexeme : lexemes) {
            if (CLOSING.containsKey(lexeme.type())) {
                open.push(lexeme);
            } else if (CLOSING.containsValue(lexeme.type())) {
                if (open.isEmpty()) {
                    return placed(lexeme) + " closes nothing";
                }
                Lexeme opening = open.pop();
                if (CLOSING.get(opening.type()) != lexeme.type()) {
                    return placed(opening) + " is not closed before " + placed(lexeme);
                }
            }
        }
        return open.isEmpty() ? null : placed(open.peek()) + " is not closed";
    }

    private static String placed(Lexeme bracket) {
        Position at = bracket.position();
        return "the \"" + bracket.type().displayName() + "\" at line " + at.line() + ", column " + at.column()
                + " of the query";
    }

    /** A function of PromQL, or one that is misspelt. */
    private @Nullable String function() {
        boolean isCall = type(index) == TokenType.IDENTIFIER
                && (type(index + 1) == TokenType.OPEN_PARENTHESIS
                        || type(index + 1) == TokenType.BY
                        || type(index + 1) == TokenType.WITHOUT);
        if (!isCall || !getsFurther(TokenType.SUM)) {
            return null;
        }
        String name = unexpected.text();
        String instead = PROMQL.get(name.toLowerCase(Locale.ROOT));
        if (instead != null) {
            return "LogQL has no " + name + " as PromQL has; " + instead;
        }
        return NameSuggestion.nearest(name, TokenType.functions())
                .map(nearest -> "LogQL has no " + name + "; did you mean " + nearest + "?")
                .orElse("LogQL has no function " + name);
    }

    /** Log lines where numbers are wanted. */
    private @Nullable String lines() {
        if (isRightWith(index, index, TokenType.RANGE)) {
            return "the span of time is missing that is looked at: write a range such as [5m] here";
        }
        return unexpected.type() == TokenType.CLOSE_PARENTHESIS && isRightWith(index, index, TokenType.ADD, TokenType.NUMBER)
                ? "these are log lines, and numbers are wanted here: " + COUNT
                : null;
    }

    private @Nullable String operator() {
        if (isRightWith(index, index + 1, TokenType.CMP_EQ)) {
            return "values are compared with \"==\"; \"=\" stands between a label and its text";
        }
        if (isRightWith(index, index + 1, TokenType.EQ) || isRightWith(index - 1, index, TokenType.EQ)) {
            return "a label is compared with a text by \"=\", \"!=\", \"=~\" or \"!~\"";
        }
        if (isRightWith(index, index + 2, TokenType.GTE) || isRightWith(index - 1, index + 1, TokenType.GTE)) {
            return "write \">=\" or \"<=\", with the \"=\" behind";
        }
        if (unexpected.type() == TokenType.PIPE && isRightWith(index - 1, index + 1, TokenType.OR)) {
            return "write \"or\" for \"||\"";
        }
        return unexpected.text().equals("&") && isRightWith(index, index + 2, TokenType.AND)
                ? "write \"and\" for \"&&\""
                : null;
    }

    private @Nullable String missing() {
        if (isRightWith(index, index, TokenType.PIPE)) {
            return "a stage begins with \"|\", also one that filters by a label: write | " + source(index, index + 1)
                    + " …";
        }
        if (isRightWith(index, index, TokenType.COMMA)) {
            return "a \",\" is missing before this";
        }
        if (isRightWith(index, index + 1, TokenType.OPEN_PARENTHESIS, TokenType.IDENTIFIER, TokenType.CLOSE_PARENTHESIS)) {
            return "labels stand in parentheses: (" + source(index, index + 1) + ")";
        }
        if (type(index) == TokenType.IDENTIFIER
                && isRightWith(
                        index,
                        index + 3,
                        TokenType.OPEN_BRACE,
                        TokenType.IDENTIFIER,
                        TokenType.EQ,
                        TokenType.STRING,
                        TokenType.CLOSE_BRACE)) {
            return "a selector stands in braces: {" + source(index, index + 3) + "}";
        }
        return null;
    }

    /** Quotes that are missing, of another kind, or too many. */
    private @Nullable String quotes() {
        if (unexpected.type() == TokenType.STRING) {
            if (isRightWith(index, index + 1, TokenType.NUMBER)) {
                return "a number stands without quotes";
            }
            return isRightWith(index, index + 1, TokenType.IDENTIFIER) ? "a label stands without quotes" : null;
        }
        if (!getsFurther(TokenType.STRING)) {
            return null;
        }
        for (int end = index + 1; end < lexemes.size() && end <= index + 12; end++) {
            if (isRightWith(index, end, TokenType.STRING)) {
                String text = source(index, end);
                return "'‘’“”„«".indexOf(text.charAt(0)) >= 0
                        ? QUOTES + ", not between " + text.charAt(0)
                        : QUOTES + ": \"" + text + "\"";
            }
        }
        return null;
    }

    private @Nullable TokenType type(int at) {
        return at < lexemes.size() ? lexemes.get(at).type() : null;
    }

    private String source(int from, int to) {
        return query.substring(
                lexemes.get(from).position().offset(), lexemes.get(to - 1).end());
    }

    private boolean getsFurther(TokenType type) {
        return GrammarRun.unexpectedIn(edited(index, index + 1, type)) > index;
    }

    /** Whether all were well with other tokens in a place. */
    private boolean isRightWith(int from, int to, TokenType... types) {
        // The last token is the end, which nothing can replace.
        boolean isInside = from >= 0 && to < lexemes.size();
        return isInside && GrammarRun.unexpectedIn(edited(from, to, types)) > lexemes.size() + types.length;
    }

    private List<Lexeme> edited(int from, int to, TokenType... types) {
        List<Lexeme> edited = new ArrayList<>(lexemes.subList(0, from));
        for (TokenType type : types) {
            edited.add(Lexeme.imagined(type));
        }
        edited.addAll(lexemes.subList(to, lexemes.size()));
        return edited;
    }
}
