/**
 * What a start that fails says: one line that names the cause and the way out. And how Spring reads the classes of the
 * configuration.
 */
@NullMarked
package io.tocsin.start;

import org.jspecify.annotations.NullMarked;
