/** A real Loki over HTTP as a data source. */
@NullMarked
package io.tocsin.datasource.loki;

import org.jspecify.annotations.NullMarked;
