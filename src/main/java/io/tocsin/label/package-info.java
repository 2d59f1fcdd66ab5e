/** Label sets, matchers and fingerprints: the identity of streams, samples and alert instances. */
@NullMarked
package io.tocsin.label;

import org.jspecify.annotations.NullMarked;
