/** The pages on which people follow, repeat and redirect deliveries. */
@NullMarked
package io.tocsin.web.deliveries;

import org.jspecify.annotations.NullMarked;
