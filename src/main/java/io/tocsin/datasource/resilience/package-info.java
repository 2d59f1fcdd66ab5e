/** Retry, circuit breaker and bulkhead around any data source. */
@NullMarked
package io.tocsin.datasource.resilience;

import org.jspecify.annotations.NullMarked;
