package io.tocsin.logql.syntax;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** The terminals of LogQL, under the names that Loki's error messages give them. */
enum TokenType {
    END("$end", Spelling.NONE),
    BYTES("BYTES", Spelling.NONE),
    IDENTIFIER("IDENTIFIER", Spelling.NONE),
    STRING("STRING", Spelling.NONE),
    NUMBER("NUMBER", Spelling.NONE),
    FUNCTION_FLAG("FUNCTION_FLAG", Spelling.NONE),
    DURATION("DURATION", Spelling.NONE),
    RANGE("RANGE", Spelling.NONE),
    EQ("=", Spelling.FIXED),
    RE("=~", Spelling.FIXED),
    NRE("!~", Spelling.FIXED),
    NPA("!>", Spelling.FIXED),
    OPEN_BRACE("{", Spelling.FIXED),
    CLOSE_BRACE("}", Spelling.FIXED),
    OPEN_BRACKET("[", Spelling.FIXED),
    CLOSE_BRACKET("]", Spelling.FIXED),
    COMMA(",", Spelling.FIXED),
    DOT(".", Spelling.FIXED),
    PIPE_MATCH("|~", Spelling.FIXED),
    PIPE_EXACT("|=", Spelling.FIXED),
    PIPE_PATTERN("|>", Spelling.FIXED),
    OPEN_PARENTHESIS("(", Spelling.FIXED),
    CLOSE_PARENTHESIS(")", Spelling.FIXED),
    BY("by", Spelling.FIXED),
    WITHOUT("without", Spelling.FIXED),
    COUNT_OVER_TIME("COUNT_OVER_TIME", Spelling.FUNCTION),
    RATE("RATE", Spelling.FUNCTION),
    RATE_COUNTER("RATE_COUNTER", Spelling.FUNCTION),
    SUM("SUM", Spelling.FUNCTION),
    SORT("SORT", Spelling.FUNCTION),
    SORT_DESC("SORT_DESC", Spelling.FUNCTION),
    AVG("AVG", Spelling.FUNCTION),
    MAX("MAX", Spelling.FUNCTION),
    MIN("MIN", Spelling.FUNCTION),
    COUNT("COUNT", Spelling.FUNCTION),
    STDDEV("STDDEV", Spelling.FUNCTION),
    STDVAR("STDVAR", Spelling.FUNCTION),
    BOTTOMK("BOTTOMK", Spelling.FUNCTION),
    TOPK("TOPK", Spelling.FUNCTION),
    APPROX_TOPK("APPROX_TOPK", Spelling.FUNCTION),
    BYTES_OVER_TIME("BYTES_OVER_TIME", Spelling.FUNCTION),
    BYTES_RATE("BYTES_RATE", Spelling.FUNCTION),
    BOOL("bool", Spelling.FIXED),
    JSON("json", Spelling.FIXED),
    REGEXP("regexp", Spelling.FIXED),
    LOGFMT("logfmt", Spelling.FIXED),
    PIPE("|", Spelling.FIXED),
    LINE_FORMAT("line_format", Spelling.FIXED),
    LABEL_FORMAT("label_format", Spelling.FIXED),
    UNWRAP("unwrap", Spelling.FIXED),
    AVG_OVER_TIME("AVG_OVER_TIME", Spelling.FUNCTION),
    SUM_OVER_TIME("SUM_OVER_TIME", Spelling.FUNCTION),
    MIN_OVER_TIME("MIN_OVER_TIME", Spelling.FUNCTION),
    MAX_OVER_TIME("MAX_OVER_TIME", Spelling.FUNCTION),
    STDVAR_OVER_TIME("STDVAR_OVER_TIME", Spelling.FUNCTION),
    STDDEV_OVER_TIME("STDDEV_OVER_TIME", Spelling.FUNCTION),
    QUANTILE_OVER_TIME("QUANTILE_OVER_TIME", Spelling.FUNCTION),
    BYTES_CONV("BYTES_CONV", Spelling.CONVERSION),
    DURATION_CONV("DURATION_CONV", Spelling.CONVERSION),
    DURATION_SECONDS_CONV("DURATION_SECONDS_CONV", Spelling.CONVERSION),
    FIRST_OVER_TIME("FIRST_OVER_TIME", Spelling.FUNCTION),
    LAST_OVER_TIME("LAST_OVER_TIME", Spelling.FUNCTION),
    ABSENT_OVER_TIME("ABSENT_OVER_TIME", Spelling.FUNCTION),
    VECTOR("VECTOR", Spelling.FUNCTION),
    LABEL_REPLACE("label_replace", Spelling.FUNCTION),
    UNPACK("unpack", Spelling.FIXED),
    OFFSET("offset", Spelling.FIXED),
    PATTERN("pattern", Spelling.FIXED),
    IP("ip", Spelling.FUNCTION),
    ON("on", Spelling.FIXED),
    IGNORING("ignoring", Spelling.FIXED),
    GROUP_LEFT("group_left", Spelling.FIXED),
    GROUP_RIGHT("group_right", Spelling.FIXED),
    DECOLORIZE("decolorize", Spelling.FIXED),
    DROP("drop", Spelling.FIXED),
    KEEP("keep", Spelling.FIXED),
    OR("or", Spelling.FIXED),
    AND("and", Spelling.FIXED),
    UNLESS("unless", Spelling.FIXED),
    CMP_EQ("==", Spelling.FIXED),
    NEQ("!=", Spelling.FIXED),
    LT("<", Spelling.FIXED),
    LTE("<=", Spelling.FIXED),
    GT(">", Spelling.FIXED),
    GTE(">=", Spelling.FIXED),
    ADD("+", Spelling.FIXED),
    SUB("-", Spelling.FIXED),
    MUL("*", Spelling.FIXED),
    DIV("/", Spelling.FIXED),
    MOD("%", Spelling.FIXED),
    POW("^", Spelling.FIXED);

    private static final Map<String, TokenType> FIXED_SPELLINGS = new HashMap<>();
    private static final Map<String, TokenType> FUNCTION_SPELLINGS = new HashMap<>();

    static {
        for (TokenType type : values()) {
            switch (type.spelling) {
                case NONE -> {}
                case FIXED -> FIXED_SPELLINGS.put(type.displayName, type);
                case FUNCTION -> FUNCTION_SPELLINGS.put(type.displayName.toLowerCase(Locale.ROOT), type);
                case CONVERSION -> {
                    String name = type.displayName.toLowerCase(Locale.ROOT);
                    FUNCTION_SPELLINGS.put(name.substring(0, name.length() - "_conv".length()), type);
                }
            }
        }
    }

    private final String displayName;
    private final Spelling spelling;
    private final int grammarType;

    TokenType(String displayName, Spelling spelling) {
        this.displayName = displayName;
        this.spelling = spelling;
        this.grammarType = grammarType(name());
    }

    /** The grammar has one token for all functions of a kind, and one for operators that behave the same. */
    private static int grammarType(String name) {
        return switch (name) {
            case "END" -> Token.EOF;
            case "SUM",
                    "AVG",
                    "COUNT",
                    "MAX",
                    "MIN",
                    "STDDEV",
                    "STDVAR",
                    "BOTTOMK",
                    "TOPK",
                    "SORT",
                    "SORT_DESC",
                    "APPROX_TOPK" -> LogqlGrammar.VECTOR_OPERATION;
            case "RATE", "RATE_COUNTER", "BYTES_RATE" -> LogqlGrammar.RANGE_OPERATION;
            case "CMP_EQ", "LT", "LTE", "GT", "GTE" -> LogqlGrammar.COMPARISON;
            case "UNLESS", "MUL", "DIV", "MOD", "POW" -> LogqlGrammar.OPERATOR;
            default ->
                name.endsWith("_OVER_TIME")
                        ? LogqlGrammar.RANGE_OPERATION
                        : name.endsWith("_CONV") ? LogqlGrammar.CONVERSION : namedType(name);
        };
    }

    private static int namedType(String name) {
        for (int type = 1; type <= LogqlGrammar.VOCABULARY.getMaxTokenType(); type++) {
            if (name.equals(LogqlGrammar.VOCABULARY.getSymbolicName(type))) {
                return type;
            }
        }
        return LogqlGrammar.OTHER;
    }

    /** The type that the generated parser knows. */
    int grammarType() {
        return grammarType;
    }

    /** The name in error messages. */
    String displayName() {
        return displayName;
    }

    /** The keyword or operator spelt so, in lower case; null if there is none. */
    static @Nullable TokenType ofKeyword(String lowerCase) {
        return FIXED_SPELLINGS.get(lowerCase);
    }

    /** The function of this name, in lower case; null if there is none. It is an identifier unless a call follows. */
    static @Nullable TokenType ofFunction(String lowerCase) {
        return FUNCTION_SPELLINGS.get(lowerCase);
    }

    /** The names of all functions, in lower case. */
    static Collection<String> functions() {
        return FUNCTION_SPELLINGS.keySet();
    }

    private enum Spelling {
        /** Recognised by its form, not by a fixed text. */
        NONE,
        /** Written as its display name. */
        FIXED,
        /** A word that is a keyword only where a call follows. */
        FUNCTION,
        /** The same, displayed with a suffix. */
        CONVERSION
    }
}
