/** Alert instances, group cursors and events in the database. */
@NullMarked
package io.tocsin.alert.store;

import org.jspecify.annotations.NullMarked;
