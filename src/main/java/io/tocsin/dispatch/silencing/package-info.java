/** Silences and acknowledgements as people make them, what they and inhibitions mute, and what is told of them. */
@NullMarked
package io.tocsin.dispatch.silencing;

import org.jspecify.annotations.NullMarked;
