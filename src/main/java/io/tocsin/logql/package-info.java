/** LogQL text to tree: grammar, semantic checks and error messages with positions. */
@NullMarked
package io.tocsin.logql;

import org.jspecify.annotations.NullMarked;
