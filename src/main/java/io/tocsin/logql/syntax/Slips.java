package io.tocsin.logql.syntax;

import io.tocsin.logql.ast.Position;
import io.tocsin.text.NameSuggestion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
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
            Map.entry("count_values", "group by the label: sum by (…) (count_over_time({…}[5m]))"),
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

    private static final Set<TokenType> FOLLOW_FUNCTIONS =
            EnumSet.of(TokenType.OPEN_PARENTHESIS, TokenType.BY, TokenType.WITHOUT);

    /** How many words without quotes are put together. */
    private static final int MAX_WORDS = 12;

    private static final String OTHER_QUOTES = "'‘’“”„«";
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
        if (lexemes.size() > Expectation.MAX_TOKENS) {
            return bracket().orElse("");
        }
        return Stream.<Supplier<Optional<String>>>of(
                        this::bracket,
                        this::function,
                        this::lines,
                        this::quotes,
                        this::comparison,
                        this::junction,
                        this::missing)
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
    }

    /** The first wrong bracket: Loki only says that it did not expect the end, or what comes next. */
    private Optional<String> bracket() {
        Deque<Lexeme> open = new ArrayDeque<>();
        for (Lexeme lexeme : lexemes) {
            if (CLOSING.containsKey(lexeme.type())) {
                open.push(lexeme);
            } else if (CLOSING.containsValue(lexeme.type())) {
                if (open.isEmpty()) {
                    return Optional.of(placed(lexeme) + " closes nothing");
                }
                Lexeme opening = open.pop();
                if (CLOSING.get(opening.type()) != lexeme.type()) {
                    return Optional.of(placed(opening) + " is not closed before " + placed(lexeme));
                }
            }
        }
        return Optional.ofNullable(open.peek()).map(opening -> placed(opening) + " is not closed");
    }

    private static String placed(Lexeme bracket) {
        Position at = bracket.position();
        return "the \"" + bracket.type().displayName() + "\" at line " + at.line() + ", column " + at.column()
                + " of the query";
    }

    /** A function of PromQL, one that is misspelt, or one whose labels or arguments have no parentheses. */
    private Optional<String> function() {
        if (type(index - 1) == TokenType.CLOSE_PARENTHESIS && isRightInParentheses()) {
            return Optional.of("what a function works on stands in parentheses: (…)");
        }
        boolean isCall = type(index) == TokenType.IDENTIFIER
                && FOLLOW_FUNCTIONS.contains(lexemes.get(index + 1).type());
        if (!isCall || !getsFurther(TokenType.SUM)) {
            return Optional.empty();
        }
        String name = unexpected.text().toLowerCase(Locale.ROOT);
        if (TokenType.ofFunction(name) != null) {
            return Optional.of(
                    "labels stand in parentheses: " + name + " " + source(index + 1, index + 2) + " (…) (…)");
        }
        String instead = PROMQL.get(name);
        return Optional.of("LogQL has no " + name
                + (instead == null
                        ? NameSuggestion.didYouMean(name, TokenType.functions())
                        : " as PromQL has; " + instead));
    }

    /** Log lines where numbers are wanted. */
    private Optional<String> lines() {
        if (isRightWith(index, index, TokenType.RANGE)) {
            return Optional.of("a range is missing here: write the span of time to look at, such as [5m]");
        }
        boolean isArgument = unexpected.type() == TokenType.CLOSE_PARENTHESIS
                && isRightWith(index, index, TokenType.ADD, TokenType.NUMBER);
        return isArgument
                ? Optional.of("these are log lines, and numbers are wanted here: " + COUNT)
                : Optional.empty();
    }

    /** Quotes that are missing, of another kind, or too many. */
    private Optional<String> quotes() {
        if (unexpected.type() == TokenType.STRING) {
            if (LogqlTreeBuilder.floatProblem(unexpected.text()).isEmpty()
                    && isRightWith(index, index + 1, TokenType.NUMBER)) {
                return Optional.of("a number stands without quotes");
            }
            return isRightWith(index, index + 1, TokenType.IDENTIFIER)
                    ? Optional.of("a label stands without quotes")
                    : Optional.empty();
        }
        boolean isWord = !CLOSING.containsKey(unexpected.type())
                && !CLOSING.containsValue(unexpected.type())
                && type(index + 1) != TokenType.OPEN_PARENTHESIS;
        if (!isWord || !getsFurther(TokenType.STRING)) {
            return Optional.empty();
        }
        for (int end = index + 1; end < lexemes.size() && end <= index + MAX_WORDS; end++) {
            if (isRightWith(index, end, TokenType.STRING)) {
                String text = source(index, end);
                return Optional.of(
                        OTHER_QUOTES.indexOf(text.charAt(0)) >= 0
                                ? QUOTES + ", not between " + text.charAt(0)
                                : QUOTES + ": \"" + text + "\"");
            }
        }
        return Optional.empty();
    }

    private Optional<String> comparison() {
        if (unexpected.type() == TokenType.EQ) {
            if (isRightWith(index, index + 1, TokenType.CMP_EQ)) {
                return Optional.of("values are compared with \"==\"; \"=\" stands between a label and its text");
            }
            return (type(index + 1) == TokenType.GT || type(index + 1) == TokenType.LT)
                            && isRightWith(index, index + 2, TokenType.GTE)
                    ? Optional.of("the \"=\" stands behind: write \">=\" or \"<=\"")
                    : Optional.empty();
        }
        boolean isLabel = unexpected.type() == TokenType.CMP_EQ && isRightWith(index, index + 1, TokenType.EQ)
                || unexpected.type() == TokenType.STRING && isRightWith(index - 1, index, TokenType.EQ);
        return isLabel
                ? Optional.of("a label is compared with a text by \"=\", \"!=\", \"=~\" or \"!~\"")
                : Optional.empty();
    }

    private Optional<String> junction() {
        if (unexpected.type() == TokenType.PIPE && type(index + 1) == TokenType.PIPE) {
            return isRightWith(index, index + 2, TokenType.OR)
                    ? Optional.of("write \"or\" for \"||\"")
                    : Optional.empty();
        }
        return unexpected.text().equals("&") && isRightWith(index, index + 2, TokenType.AND)
                ? Optional.of("write \"and\" for \"&&\"")
                : Optional.empty();
    }

    private Optional<String> missing() {
        if (isRightWith(index, index, TokenType.PIPE)) {
            return Optional.of("a stage begins with \"|\", also one that filters by a label: | "
                    + source(index, index + 1) + " …");
        }
        if (isRightWith(index, index, TokenType.COMMA)) {
            return Optional.of("a \",\" is missing before this");
        }
        boolean isMatcher = type(index) == TokenType.IDENTIFIER
                && isRightWith(
                        index,
                        index + 3,
                        TokenType.OPEN_BRACE,
                        TokenType.IDENTIFIER,
                        TokenType.EQ,
                        TokenType.STRING,
                        TokenType.CLOSE_BRACE);
        return isMatcher
                ? Optional.of("a selector stands in braces: {" + source(index, index + 3) + "}")
                : Optional.empty();
    }

    private @Nullable TokenType type(int at) {
        return at >= 0 && at < lexemes.size() ? lexemes.get(at).type() : null;
    }

    private String source(int from, int to) {
        return query.substring(
                lexemes.get(from).position().offset(), lexemes.get(to - 1).end());
    }

    private boolean getsFurther(TokenType type) {
        return GrammarRun.unexpectedIn(edited(index, index + 1, type)) > index;
    }

    private boolean isRightInParentheses() {
        List<Lexeme> edited = edited(index, index, TokenType.OPEN_PARENTHESIS);
        edited.add(edited.size() - 1, Lexeme.imagined(TokenType.CLOSE_PARENTHESIS));
        return GrammarRun.unexpectedIn(edited) > edited.size();
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
