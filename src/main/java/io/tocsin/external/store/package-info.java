/** What is remembered of alerts of other programs until they end. */
@NullMarked
package io.tocsin.external.store;

import org.jspecify.annotations.NullMarked;
