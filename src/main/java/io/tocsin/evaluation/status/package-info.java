/** How rules are, for pages, APIs and health. */
@NullMarked
package io.tocsin.evaluation.status;

import org.jspecify.annotations.NullMarked;
