/** Numbers, durations, sizes, times and quoted text as Go reads and writes them, which is how Loki does. */
@NullMarked
package io.tocsin.text.go;

import org.jspecify.annotations.NullMarked;
