/** Pages on which rules are tried on the past: what would have fired, and what people would have been told. */
@NullMarked
package io.tocsin.web.backtests;

import org.jspecify.annotations.NullMarked;
