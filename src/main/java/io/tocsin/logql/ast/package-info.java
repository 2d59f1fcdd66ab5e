/** The immutable LogQL syntax tree, with positions, and its printer. */
@NullMarked
package io.tocsin.logql.ast;

import org.jspecify.annotations.NullMarked;
