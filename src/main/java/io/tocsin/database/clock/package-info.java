/** Which time it is for all replicas together, and what becomes of stored times when it goes back. */
@NullMarked
package io.tocsin.database.clock;

import org.jspecify.annotations.NullMarked;
