/** Which answers have been acted on, and who wants no mentions. */
@NullMarked
package io.tocsin.answer.store;

import org.jspecify.annotations.NullMarked;
