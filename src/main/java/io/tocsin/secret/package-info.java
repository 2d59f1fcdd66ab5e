/** Passwords, tokens and webhook URLs as values that do not print themselves. */
@NullMarked
package io.tocsin.secret;

import org.jspecify.annotations.NullMarked;
