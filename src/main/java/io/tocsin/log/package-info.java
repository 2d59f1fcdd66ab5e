/** What the log keeps from repeating itself. */
@NullMarked
package io.tocsin.log;

import org.jspecify.annotations.NullMarked;
