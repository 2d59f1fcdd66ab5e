package io.tocsin.logql.syntax;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What could stand where a query goes wrong, in a reader's words. */
final class Expectation {

    private static final int MAX_WORDS = 5;
    /** With more tokens than anybody writes, trying what could stand in a place takes too long. */
    static final int MAX_TOKENS = 2000;

    private static final Set<TokenType> TRIED = oneOfEachKind();

    /** In the order in which a reader should see them. */
    private static final List<Words> WORDS = List.of(
            new Words(
                    "a function such as sum or rate",
                    1,
                    TokenType.SUM,
                    TokenType.COUNT_OVER_TIME,
                    TokenType.LABEL_REPLACE,
                    TokenType.VECTOR),
            new Words("a selector such as {job=\"app\"}", 1, TokenType.OPEN_BRACE),
            new Words("a label", 1, TokenType.IDENTIFIER),
            new Words("a text in quotes", 1, TokenType.STRING),
            new Words("a range such as [5m]", 1, TokenType.RANGE),
            new Words(
                    "an operator such as > or and",
                    5,
                    TokenType.OR,
                    TokenType.AND,
                    TokenType.UNLESS,
                    TokenType.CMP_EQ,
                    TokenType.NEQ,
                    TokenType.ADD,
                    TokenType.SUB),
            new Words("a number", 1, TokenType.NUMBER, TokenType.ADD, TokenType.SUB),
            new Words("a duration such as 5m", 1, TokenType.DURATION),
            new Words("a size such as 10MB", 1, TokenType.BYTES),
            new Words(
                    "a comparison such as = or >",
                    5,
                    TokenType.EQ,
                    TokenType.NEQ,
                    TokenType.RE,
                    TokenType.NRE,
                    TokenType.CMP_EQ),
            new Words(
                    "a line filter such as |= \"text\"",
                    5,
                    TokenType.PIPE_EXACT,
                    TokenType.PIPE_MATCH,
                    TokenType.PIPE_PATTERN,
                    TokenType.NEQ,
                    TokenType.NRE,
                    TokenType.NPA),
            new Words("a stage such as | json", 1, TokenType.PIPE),
            new Words(
                    "a stage such as json",
                    5,
                    TokenType.JSON,
                    TokenType.REGEXP,
                    TokenType.LOGFMT,
                    TokenType.LINE_FORMAT,
                    TokenType.LABEL_FORMAT,
                    TokenType.UNWRAP,
                    TokenType.UNPACK,
                    TokenType.PATTERN,
                    TokenType.DECOLORIZE,
                    TokenType.DROP,
                    TokenType.KEEP),
            new Words("by (…)", 1, TokenType.BY),
            new Words("without (…)", 1, TokenType.WITHOUT),
            new Words("ip(…)", 1, TokenType.IP),
            new Words("a conversion such as bytes(…)", 1, TokenType.BYTES_CONV),
            new Words("the end of the query", 1, TokenType.END));

    /** What is right in many places and seldom meant. */
    private static final Set<TokenType> SELDOM = EnumSet.of(
            TokenType.BOOL,
            TokenType.ON,
            TokenType.IGNORING,
            TokenType.OFFSET,
            TokenType.FUNCTION_FLAG,
            TokenType.GROUP_LEFT,
            TokenType.GROUP_RIGHT);

    private Expectation() {}

    /** Words for tokens of which at least so many can follow. */
    private record Words(String text, int needed, Set<TokenType> types) {

        Words(String text, int needed, TokenType... types) {
            this(text, needed, EnumSet.copyOf(List.of(types)));
        }
    }

    private static Set<TokenType> oneOfEachKind() {
        Set<TokenType> tried = EnumSet.noneOf(TokenType.class);
        Set<Integer> kinds = new HashSet<>();
        for (TokenType type : TokenType.values()) {
            if (type.grammarType() != LogqlGrammar.OTHER && kinds.add(type.grammarType())) {
                tried.add(type);
            }
        }
        return tried;
    }

    /** {@code , expecting …} for a token that is out of place; empty when nothing helpful is known. */
    static String at(List<Lexeme> lexemes, int index) {
        if (index > MAX_TOKENS) {
            return "";
        }
        Set<TokenType> possible = possibleAt(lexemes, index);
        List<String> words = new ArrayList<>();
        for (Words candidate : WORDS) {
            if (candidate.types().stream().filter(possible::contains).count() >= candidate.needed()) {
                words.add(candidate.text());
                possible.removeAll(candidate.types());
            }
        }
        possible.stream()
                .filter(type -> words.isEmpty() || !SELDOM.contains(type))
                .map(type -> "\"" + type.displayName() + "\"")
                .forEach(words::add);
        return words.isEmpty() ? "" : ", expecting " + joined(words.subList(0, Math.min(MAX_WORDS, words.size())));
    }

    private static String joined(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    /** The tokens with which the parser would get further. */
    private static Set<TokenType> possibleAt(List<Lexeme> lexemes, int index) {
        Set<TokenType> possible = EnumSet.noneOf(TokenType.class);
        List<Lexeme> tried = new ArrayList<>(lexemes.subList(0, index));
        tried.add(Lexeme.imagined(TokenType.END));
        if (GrammarRun.unexpectedIn(tried) > index) {
            possible.add(TokenType.END);
        }
        tried.add(Lexeme.imagined(TokenType.END));
        for (TokenType type : TRIED) {
            tried.set(index, Lexeme.imagined(type));
            if (type != TokenType.END && GrammarRun.unexpectedIn(tried) > index) {
                possible.add(type);
            }
        }
        return possible;
    }
}
