/** Tells open pages what has changed, so that they fetch themselves anew. */
@NullMarked
package io.tocsin.web.live;

import org.jspecify.annotations.NullMarked;
