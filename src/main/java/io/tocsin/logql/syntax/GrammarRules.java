package io.tocsin.logql.syntax;

import java.util.List;
import java.util.Set;

/**
 * LogQL's productions, from which {@link LalrTables} are made. The parser itself does not need them: they exist because
 * Loki's syntax errors list the tokens that its LALR parser would have accepted, which follows from exactly these
 * productions and from the way yacc builds its tables.
 *
 * <p>One production group a line, {@code name = alternative | alternative}; brackets enclose what may be absent (two
 * productions); {@code _} is the empty production; names in capitals are {@link TokenType}s.
 */
final class GrammarRules {

    static final String RULES = """
            query = expr
            expr = logs | metric
            logs = selector | selector pipeline | OPEN_PARENTHESIS logs CLOSE_PARENTHESIS
            metric = rangeAggregation | vectorAggregation | binary | number | labelReplace | vector
            metric = OPEN_PARENTHESIS metric CLOSE_PARENTHESIS

            range = selector [pipeline] [unwrap] RANGE [offset]
            range = OPEN_PARENTHESIS selector [pipeline] [unwrap] CLOSE_PARENTHESIS RANGE [offset]
            range = selector RANGE [offset] unwrap
            range = OPEN_PARENTHESIS selector CLOSE_PARENTHESIS RANGE [offset] unwrap
            range = selector RANGE [offset] pipeline [unwrap]
            range = OPEN_PARENTHESIS range CLOSE_PARENTHESIS | range ERROR
            offset = OFFSET DURATION
            unwrap = PIPE UNWRAP IDENTIFIER
            unwrap = PIPE UNWRAP conversion OPEN_PARENTHESIS IDENTIFIER CLOSE_PARENTHESIS
            unwrap = unwrap PIPE labelFilter
            conversion = BYTES_CONV | DURATION_CONV | DURATION_SECONDS_CONV

            rangeAggregation = rangeOperation OPEN_PARENTHESIS range CLOSE_PARENTHESIS [grouping]
            rangeAggregation = rangeOperation OPEN_PARENTHESIS NUMBER COMMA range CLOSE_PARENTHESIS [grouping]
            vectorAggregation = vectorOperation [grouping] OPEN_PARENTHESIS metric CLOSE_PARENTHESIS
            vectorAggregation = vectorOperation OPEN_PARENTHESIS metric CLOSE_PARENTHESIS grouping
            vectorAggregation = vectorOperation [grouping] OPEN_PARENTHESIS NUMBER COMMA metric CLOSE_PARENTHESIS
            vectorAggregation = vectorOperation OPEN_PARENTHESIS NUMBER COMMA metric CLOSE_PARENTHESIS grouping
            labelReplace = LABEL_REPLACE OPEN_PARENTHESIS metric COMMA STRING COMMA STRING COMMA STRING COMMA STRING CLOSE_PARENTHESIS
            vector = vectorWord OPEN_PARENTHESIS NUMBER CLOSE_PARENTHESIS
            vectorWord = VECTOR
            number = NUMBER | ADD NUMBER | SUB NUMBER
            grouping = BY OPEN_PARENTHESIS [labels] CLOSE_PARENTHESIS
            grouping = WITHOUT OPEN_PARENTHESIS [labels] CLOSE_PARENTHESIS
            labels = IDENTIFIER | labels COMMA IDENTIFIER

            selector = OPEN_BRACE matchers CLOSE_BRACE | OPEN_BRACE matchers ERROR | OPEN_BRACE CLOSE_BRACE
            matchers = matcher | matchers COMMA matcher
            matcher = IDENTIFIER EQ STRING | IDENTIFIER NEQ STRING | IDENTIFIER RE STRING | IDENTIFIER NRE STRING

            pipeline = stage | pipeline stage
            stage = lineFilters | PIPE logfmt | PIPE parser | PIPE jsonExpressions | PIPE logfmtExpressions
            stage = PIPE labelFilter | PIPE lineFormat | PIPE decolorize | PIPE labelFormat | PIPE drop | PIPE keep
            filterOperator = PIPE_MATCH | PIPE_EXACT | PIPE_PATTERN | NRE | NEQ | NPA
            filterFunction = IP
            alternative = STRING | STRING OR alternative
            alternative = filterFunction OPEN_PARENTHESIS STRING CLOSE_PARENTHESIS
            lineFilter = filterOperator STRING
            lineFilter = filterOperator filterFunction OPEN_PARENTHESIS STRING CLOSE_PARENTHESIS
            lineFilter = lineFilter OR alternative
            lineFilters = lineFilter | lineFilters lineFilter
            flags = FUNCTION_FLAG | flags FUNCTION_FLAG
            logfmt = LOGFMT [flags]
            parser = JSON | REGEXP STRING | UNPACK | PATTERN STRING
            jsonExpressions = JSON extractions
            logfmtExpressions = LOGFMT [flags] extractions
            extraction = IDENTIFIER EQ STRING | IDENTIFIER
            extractions = extraction | extractions COMMA extraction
            lineFormat = LINE_FORMAT STRING
            decolorize = DECOLORIZE
            assignment = IDENTIFIER EQ IDENTIFIER | IDENTIFIER EQ STRING
            assignments = assignment | assignments COMMA assignment | assignments COMMA ERROR
            labelFormat = LABEL_FORMAT assignments
            selection = IDENTIFIER | matcher
            selections = selection | selections COMMA selection
            drop = DROP selections
            keep = KEEP selections

            labelFilter = matcher | ipFilter | unitFilter | numberFilter
            labelFilter = OPEN_PARENTHESIS labelFilter CLOSE_PARENTHESIS
            labelFilter = labelFilter labelFilter | labelFilter AND labelFilter
            labelFilter = labelFilter COMMA labelFilter | labelFilter OR labelFilter
            ipFilter = IDENTIFIER EQ IP OPEN_PARENTHESIS STRING CLOSE_PARENTHESIS
            ipFilter = IDENTIFIER NEQ IP OPEN_PARENTHESIS STRING CLOSE_PARENTHESIS
            unitFilter = durationFilter | bytesFilter
            durationFilter = IDENTIFIER GT DURATION | IDENTIFIER GTE DURATION | IDENTIFIER LT DURATION
            durationFilter = IDENTIFIER LTE DURATION | IDENTIFIER NEQ DURATION | IDENTIFIER EQ DURATION
            durationFilter = IDENTIFIER CMP_EQ DURATION
            bytesFilter = IDENTIFIER GT BYTES | IDENTIFIER GTE BYTES | IDENTIFIER LT BYTES | IDENTIFIER LTE BYTES
            bytesFilter = IDENTIFIER NEQ BYTES | IDENTIFIER EQ BYTES | IDENTIFIER CMP_EQ BYTES
            numberFilter = IDENTIFIER GT number | IDENTIFIER GTE number | IDENTIFIER LT number
            numberFilter = IDENTIFIER LTE number | IDENTIFIER NEQ number | IDENTIFIER EQ number
            numberFilter = IDENTIFIER CMP_EQ number

            binary = expr OR modifier expr | expr AND modifier expr | expr UNLESS modifier expr
            binary = expr ADD modifier expr | expr SUB modifier expr | expr MUL modifier expr
            binary = expr DIV modifier expr | expr MOD modifier expr | expr POW modifier expr
            binary = expr CMP_EQ modifier expr | expr NEQ modifier expr | expr GT modifier expr
            binary = expr GTE modifier expr | expr LT modifier expr | expr LTE modifier expr
            bool = _ | BOOL
            matching = bool ON OPEN_PARENTHESIS [labels] CLOSE_PARENTHESIS
            matching = bool IGNORING OPEN_PARENTHESIS [labels] CLOSE_PARENTHESIS
            modifier = bool | matching | matching GROUP_LEFT | matching GROUP_RIGHT
            modifier = matching GROUP_LEFT OPEN_PARENTHESIS [labels] CLOSE_PARENTHESIS
            modifier = matching GROUP_RIGHT OPEN_PARENTHESIS [labels] CLOSE_PARENTHESIS

            vectorOperation = SUM | AVG | COUNT | MAX | MIN | STDDEV | STDVAR | BOTTOMK | TOPK
            vectorOperation = SORT | SORT_DESC | APPROX_TOPK
            rangeOperation = COUNT_OVER_TIME | RATE | RATE_COUNTER | BYTES_OVER_TIME | BYTES_RATE
            rangeOperation = AVG_OVER_TIME | SUM_OVER_TIME | MIN_OVER_TIME | MAX_OVER_TIME | STDVAR_OVER_TIME
            rangeOperation = STDDEV_OVER_TIME | QUANTILE_OVER_TIME | FIRST_OVER_TIME | LAST_OVER_TIME
            rangeOperation = ABSENT_OVER_TIME
            """;

    /** Operators from loose to tight. */
    static final List<Set<TokenType>> PRECEDENCE = List.of(
            Set.of(TokenType.OR),
            Set.of(TokenType.AND, TokenType.UNLESS),
            Set.of(TokenType.CMP_EQ, TokenType.NEQ, TokenType.LT, TokenType.LTE, TokenType.GT, TokenType.GTE),
            Set.of(TokenType.ADD, TokenType.SUB),
            Set.of(TokenType.MUL, TokenType.DIV, TokenType.MOD),
            Set.of(TokenType.POW));

    /** The operators that group to the right. */
    static final Set<TokenType> RIGHT_ASSOCIATIVE = Set.of(TokenType.POW);

    private GrammarRules() {}
}
