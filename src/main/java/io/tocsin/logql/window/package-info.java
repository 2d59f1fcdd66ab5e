/** Which windows of an expression can be put together from shorter ones: proved on its tree. */
@NullMarked
package io.tocsin.logql.window;

import org.jspecify.annotations.NullMarked;
