/** The vendor-neutral message: what a notification says before a channel renders it. */
@NullMarked
package io.tocsin.message;

import org.jspecify.annotations.NullMarked;
