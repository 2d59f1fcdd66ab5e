/** Discord: rendering, escaping, limits and errors. */
@NullMarked
package io.tocsin.contactpoint.discord;

import org.jspecify.annotations.NullMarked;
