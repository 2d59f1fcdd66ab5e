/** The pages on which people silence and acknowledge alerts. */
@NullMarked
package io.tocsin.web.silences;

import org.jspecify.annotations.NullMarked;
