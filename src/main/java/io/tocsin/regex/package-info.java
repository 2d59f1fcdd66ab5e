/** Regular expressions that come from outside: what they may cost is known before they are compiled. */
@NullMarked
package io.tocsin.regex;

import org.jspecify.annotations.NullMarked;
