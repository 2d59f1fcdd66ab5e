/*
 * LogQL as of Loki 3.x. The tokens come from LogqlLexer, which knows the lexical rules that no ANTLR lexer can state.
 *
 * Repetitions are flat: LogqlTreeBuilder applies precedence, so that neither the depth of the parser's recursion nor that
 * of the tree builder grows with the length of a query. The grammar accepts a little more than LogQL (a log query where
 * numbers are wanted, a range or an unwrap in the wrong place); the builder rejects that.
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
    : operands+=operand (operators+=binaryOperator operands+=operand)*
    ;

binaryOperator
    : symbol=(OR | AND | NEQ | COMPARISON | ADD | SUB | OPERATOR) bool=BOOL?
      (match=(ON | IGNORING) labels=names (group=(GROUP_LEFT | GROUP_RIGHT) include=names?)?)?
    ;

operand
    : literal=number
    | ranged=rangeAggregation
    | aggregated=vectorAggregation
    | replaced=labelReplace
    | constant=vector
    | logs=logSelector
    | OPEN_PARENTHESIS inner=expression CLOSE_PARENTHESIS
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
    : operation=VECTOR_OPERATION before=grouping? OPEN_PARENTHESIS (parameter=NUMBER COMMA)? inner=expression
      CLOSE_PARENTHESIS after=grouping?
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

logRange
    : (streams=selector before+=stage* | OPEN_PARENTHESIS inner=logRange CLOSE_PARENTHESIS)
      (range=RANGE (OFFSET offset=DURATION)? after+=stage*)?
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
    | keyword=UNWRAP (label=IDENTIFIER | conversion=CONVERSION OPEN_PARENTHESIS label=IDENTIFIER CLOSE_PARENTHESIS)
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
