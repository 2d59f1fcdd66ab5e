/** Watches the queries to a data source: metrics, health and the log. */
@NullMarked
package io.tocsin.datasource.observe;

import org.jspecify.annotations.NullMarked;
