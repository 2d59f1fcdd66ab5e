/** The Loki-compatible endpoints of the embedded log store. */
@NullMarked
package io.tocsin.api.loki;

import org.jspecify.annotations.NullMarked;
