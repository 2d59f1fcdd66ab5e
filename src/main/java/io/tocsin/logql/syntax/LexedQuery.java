package io.tocsin.logql.syntax;

import java.util.List;

/** The tokens of a query, ended by one of type END, and the errors met while reading them. */
record LexedQuery(List<Lexeme> lexemes, List<LexicalError> errors) {}
