/** Contact points made in the page: encrypted in the database, write-only. */
@NullMarked
package io.tocsin.contactpoint.store;

import org.jspecify.annotations.NullMarked;
