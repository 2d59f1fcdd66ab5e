/** Files that only their owner may read. */
@NullMarked
package io.tocsin.file;

import org.jspecify.annotations.NullMarked;
