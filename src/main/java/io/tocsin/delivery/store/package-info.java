/** The outbox in the database. */
@NullMarked
package io.tocsin.delivery.store;

import org.jspecify.annotations.NullMarked;
