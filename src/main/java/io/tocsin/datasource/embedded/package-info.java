/** The embedded log store as a data source. */
@NullMarked
package io.tocsin.datasource.embedded;

import org.jspecify.annotations.NullMarked;
