/** Users and the audit log in the database. */
@NullMarked
package io.tocsin.access.store;

import org.jspecify.annotations.NullMarked;
