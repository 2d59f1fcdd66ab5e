/** The texts of alerts and messages: a sandboxed Mustache over plain values, or Go templates. */
@NullMarked
package io.tocsin.template;

import org.jspecify.annotations.NullMarked;
