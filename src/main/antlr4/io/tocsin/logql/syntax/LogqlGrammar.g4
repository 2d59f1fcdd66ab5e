/*
 * LogQL as of Loki 3.x. The tokens come from LogqlLexer, which knows the lexical rules that no ANTLR lexer can state.
 *
 * Repetitions are flat: LogqlTreeBuilder applies precedence, so that neither the depth of the parser's recursion nor that
 * of the tree builder grows with the length of a query. Never more than a few tokens decide what comes next, so that an
 * error is met where Loki's parser meets it. What no grammar of this kind can say is in GrammarRun.
 */
parser grammar LogqlGrammar;

tokens {
    BYTES, IDENTIFIER, STRING, NUMBER, FUNCTION_FLAG, DURATION, RANGE, EQ, RE, NRE, NPA, OPEN_BRACE, CLOSE_BRACE, COMMA,
    PIPE_MATCH, PIPE_EXACT, PIPE_PATTERN, OPEN_PARENTHESIS, CLOSE_PARENTHESIS, BY, WITHOUT, RANGE_OPERATION,
    VECTOR_OPERATION, CONVERSION, BOOL, JSON, REGEXP, LOGFMT, PIPE, LINE_FORMAT, LABEL_FORMAT, UNWRAP, VECTOR,
    LABEL_REPLACE, UNPACK, OFFSET, PATTERN, IP, ON, IGNORING, GROUP_LEFT, GROUP_RIGHT, DECOLORIZE, DROP, KEEP, OR, AND, NEQ,
    COMPARISON, ADD, SUB, OPERATOR, OTHER
}

query
    : root=expression EOF
    ;

expression
    : first=operand rest+=rightSide*
    ;

rightSide
    : symbol=(OR | AND | NEQ | COMPARISON | ADD | SUB | OPERATOR) bool=BOOL?
      ( right=operand
      | match=(ON | IGNORING) labels=names
        ( right=operand
        // A parenthesis behind group_left always opens its labels, never the right side.
        | group=(GROUP_LEFT | GROUP_RIGHT) (include=names right=operand | bare=plainOperand)
        )
      )
    ;

operand
    : plain=plainOperand
    | OPEN_PARENTHESIS inner=expression CLOSE_PARENTHESIS
    ;

plainOperand
    : literal=number
    | ranged=rangeAggregation
    | aggregated=vectorAggregation
    | replaced=labelReplace
    | constant=vector
    | logs=logSelector
    ;

number
    : sign=(ADD | SUB)? value=NUMBER
    ;

vector
    : VECTOR OPEN_PARENTHESIS value=NUMBER CLOSE_PARENTHESIS
    ;

labelReplace
    : LABEL_REPLACE OPEN_PARENTHESIS inner=expression COMMA destination=STRING COMMA replacement=STRING
      COMMA source=STRING COMMA regex=STRING CLOSE_PARENTHESIS
    ;

vectorAggregation
    : operation=VECTOR_OPERATION (before=grouping call=arguments | call=arguments after=grouping?)
    ;

arguments
    : OPEN_PARENTHESIS (parameter=NUMBER COMMA)? inner=expression CLOSE_PARENTHESIS
    ;

rangeAggregation
    : operation=RANGE_OPERATION OPEN_PARENTHESIS (parameter=NUMBER COMMA)? inner=logRange CLOSE_PARENTHESIS after=grouping?
    ;

grouping
    : kind=(BY | WITHOUT) labels=names
    ;

names
    : OPEN_PARENTHESIS (labels+=IDENTIFIER (COMMA labels+=IDENTIFIER)*)? CLOSE_PARENTHESIS
    ;

// The range stands behind the selector or behind its pipeline; parentheses enclose all, or what stands before the range.
logRange
    : streams=selector (span=window late=unwrappable? | early=unwrappable span=window)
    | OPEN_PARENTHESIS enclosed=enclosedRange
    ;

// What follows an opening parenthesis, with the closing one.
enclosedRange
    : OPEN_PARENTHESIS enclosed=enclosedRange CLOSE_PARENTHESIS
    | streams=selector
      ( span=window late=unwrappable? CLOSE_PARENTHESIS
      | CLOSE_PARENTHESIS span=window value=unwrap?
      | early=unwrappable (span=window CLOSE_PARENTHESIS | CLOSE_PARENTHESIS span=window)
      )
    ;

window
    : range=RANGE (OFFSET offset=DURATION)?
    ;

unwrappable
    : stages+=stage+ value=unwrap?
    | value=unwrap
    ;

unwrap
    : PIPE UNWRAP (label=IDENTIFIER | conversion=CONVERSION OPEN_PARENTHESIS label=IDENTIFIER CLOSE_PARENTHESIS)
      (PIPE filters+=labelFilter)*
    ;

logSelector
    : streams=selector stages+=stage*
    ;

selector
    : OPEN_BRACE (matchers+=matcher (COMMA matchers+=matcher)*)? CLOSE_BRACE
    ;

matcher
    : label=IDENTIFIER type=(EQ | NEQ | RE | NRE) value=STRING
    ;

stage
    : filter=lineFilter
    | PIPE piped=pipedStage
    ;

lineFilter
    : operator=(PIPE_EXACT | PIPE_MATCH | PIPE_PATTERN | NEQ | NRE | NPA) values+=lineFilterValue
      (OR values+=lineFilterValue)*
    ;

lineFilterValue
    : text=STRING
    | IP OPEN_PARENTHESIS address=STRING CLOSE_PARENTHESIS
    ;

pipedStage
    : keyword=JSON (extractions+=extraction (COMMA extractions+=extraction)*)?
    | keyword=LOGFMT flags+=FUNCTION_FLAG* (extractions+=extraction (COMMA extractions+=extraction)*)?
    | keyword=(REGEXP | PATTERN | LINE_FORMAT) text=STRING
    | keyword=(UNPACK | DECOLORIZE)
    | keyword=LABEL_FORMAT assignments+=assignment (COMMA assignments+=assignment)*
    | keyword=(DROP | KEEP) selections+=selection (COMMA selections+=selection)*
    | filter=labelFilter
    ;

extraction
    : label=IDENTIFIER (EQ path=STRING)?
    ;

assignment
    : label=IDENTIFIER EQ value=(IDENTIFIER | STRING)
    ;

selection
    : label=IDENTIFIER (type=(EQ | NEQ | RE | NRE) value=STRING)?
    ;

labelFilter
    : first=labelCondition rest+=joinedCondition*
    ;

joinedCondition
    : join=(AND | OR | COMMA)? condition=labelCondition
    ;

labelCondition
    : OPEN_PARENTHESIS inner=labelFilter CLOSE_PARENTHESIS
    | label=IDENTIFIER operator=(RE | NRE) text=STRING
    | label=IDENTIFIER operator=(EQ | NEQ) (text=STRING | IP OPEN_PARENTHESIS address=STRING CLOSE_PARENTHESIS)
    | label=IDENTIFIER operator=(EQ | NEQ | COMPARISON) (duration=DURATION | bytes=BYTES | literal=number)
    ;
