/** Log entries and the streams they belong to, as they travel from the push to memory and disk. */
@NullMarked
package io.tocsin.logstore.entry;

import org.jspecify.annotations.NullMarked;
