/** Why somebody was told of an alert, or was not. */
@NullMarked
package io.tocsin.web.explain;

import org.jspecify.annotations.NullMarked;
