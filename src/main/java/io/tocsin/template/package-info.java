/** A sandboxed Mustache over plain values, and the translation of Go-template forms into it. */
@NullMarked
package io.tocsin.template;

import org.jspecify.annotations.NullMarked;
