/** Notification groups and the notification log in the database. */
@NullMarked
package io.tocsin.dispatch.store;

import org.jspecify.annotations.NullMarked;
