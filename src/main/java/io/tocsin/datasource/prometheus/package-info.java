/** A Prometheus, or what speaks its query API, as a data source for metric rules. */
@NullMarked
package io.tocsin.datasource.prometheus;

import org.jspecify.annotations.NullMarked;
