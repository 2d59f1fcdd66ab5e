/** What the readers of several formats say alike. */
@NullMarked
package io.tocsin.text;

import org.jspecify.annotations.NullMarked;
