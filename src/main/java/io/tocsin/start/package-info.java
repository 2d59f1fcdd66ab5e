/** What a start that fails says: one line that names the cause and the way out. */
@NullMarked
package io.tocsin.start;

import org.jspecify.annotations.NullMarked;
