/** Which rules one question can answer, and how its answer is split: proved on the trees of the expressions. */
@NullMarked
package io.tocsin.evaluation.sharing;

import org.jspecify.annotations.NullMarked;
