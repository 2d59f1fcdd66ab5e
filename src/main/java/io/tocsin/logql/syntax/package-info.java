/** LogQL text to tree: lexer, grammar, tree building, and what is said about text that is not LogQL. */
@NullMarked
package io.tocsin.logql.syntax;

import org.jspecify.annotations.NullMarked;
