/** What rules would have done and told in the past. */
@NullMarked
package io.tocsin.backtest;

import org.jspecify.annotations.NullMarked;
