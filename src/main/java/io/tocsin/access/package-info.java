/** Who may do what, and what was done: values. */
@NullMarked
package io.tocsin.access;

import org.jspecify.annotations.NullMarked;
