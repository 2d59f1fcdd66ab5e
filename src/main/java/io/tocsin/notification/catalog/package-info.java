/** The policies in force, from the policies file. */
@NullMarked
package io.tocsin.notification.catalog;

import org.jspecify.annotations.NullMarked;
