/** What Loki refuses in a query that is well formed: arguments of stages, regexes, patterns, selectors that are too wide. */
@NullMarked
package io.tocsin.logql.checks;

import org.jspecify.annotations.NullMarked;
