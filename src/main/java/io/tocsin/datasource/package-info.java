/** The port to a log data source: instant and range queries, and log lines. */
@NullMarked
package io.tocsin.datasource;

import org.jspecify.annotations.NullMarked;
