/** Notification groups and the notification log in the database, and what follows when it has committed. */
@NullMarked
package io.tocsin.dispatch.store;

import org.jspecify.annotations.NullMarked;
