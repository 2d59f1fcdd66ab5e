/** Claims due deliveries under a lease and sends them. */
@NullMarked
package io.tocsin.delivery.worker;

import org.jspecify.annotations.NullMarked;
