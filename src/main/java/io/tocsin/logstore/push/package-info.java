/** What Loki's distributor does with a push: decoding, validation, service name and level detection. */
@NullMarked
package io.tocsin.logstore.push;

import org.jspecify.annotations.NullMarked;
