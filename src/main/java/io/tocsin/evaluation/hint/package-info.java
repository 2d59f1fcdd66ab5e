/** Why a rule's selector finds nothing at its data source. */
@NullMarked
package io.tocsin.evaluation.hint;

import org.jspecify.annotations.NullMarked;
