/** LogQL evaluation: pipelines, range and vector aggregations over any source of log streams. */
@NullMarked
package io.tocsin.logql.engine;

import org.jspecify.annotations.NullMarked;
