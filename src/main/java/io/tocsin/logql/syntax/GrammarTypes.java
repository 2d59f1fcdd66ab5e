package io.tocsin.logql.syntax;

import org.antlr.v4.runtime.Token;

/** The grammar's token types. It has one for all functions of a kind, and one for operators that behave the same. */
final class GrammarTypes {

    private GrammarTypes() {}

    /** The grammar's type of each {@link TokenType}, by ordinal. */
    static int[] byTokenType() {
        TokenType[] types = TokenType.values();
        int[] grammarTypes = new int[types.length];
        for (TokenType type : types) {
            grammarTypes[type.ordinal()] = of(type);
        }
        return grammarTypes;
    }

    private static int of(TokenType type) {
        return switch (type) {
            case END -> Token.EOF;
            case COUNT_OVER_TIME,
                    RATE,
                    RATE_COUNTER,
                    BYTES_OVER_TIME,
                    BYTES_RATE,
                    AVG_OVER_TIME,
                    SUM_OVER_TIME,
                    MIN_OVER_TIME,
                    MAX_OVER_TIME,
                    STDVAR_OVER_TIME,
                    STDDEV_OVER_TIME,
                    QUANTILE_OVER_TIME,
                    FIRST_OVER_TIME,
                    LAST_OVER_TIME,
                    ABSENT_OVER_TIME -> LogqlGrammar.RANGE_OPERATION;
            case SUM, AVG, COUNT, MAX, MIN, STDDEV, STDVAR, BOTTOMK, TOPK, SORT, SORT_DESC, APPROX_TOPK ->
                LogqlGrammar.VECTOR_OPERATION;
            case BYTES_CONV, DURATION_CONV, DURATION_SECONDS_CONV -> LogqlGrammar.CONVERSION;
            case CMP_EQ, LT, LTE, GT, GTE -> LogqlGrammar.COMPARISON;
            case UNLESS, MUL, DIV, MOD, POW -> LogqlGrammar.OPERATOR;
            default -> named(type);
        };
    }

    private static int named(TokenType type) {
        for (int candidate = 1; candidate <= LogqlGrammar.VOCABULARY.getMaxTokenType(); candidate++) {
            if (type.name().equals(LogqlGrammar.VOCABULARY.getSymbolicName(candidate))) {
                return candidate;
            }
        }
        return LogqlGrammar.OTHER;
    }
}
