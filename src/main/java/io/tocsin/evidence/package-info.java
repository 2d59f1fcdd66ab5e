/** Log lines for messages: the derived query, folding of equal shapes, redaction. */
@NullMarked
package io.tocsin.evidence;

import org.jspecify.annotations.NullMarked;
