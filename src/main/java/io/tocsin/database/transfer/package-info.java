/** From one database to another: copied at once, or by way of a file that both can read. */
@NullMarked
package io.tocsin.database.transfer;

import org.jspecify.annotations.NullMarked;
