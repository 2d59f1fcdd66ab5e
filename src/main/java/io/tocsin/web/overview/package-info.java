/** What is wrong now, on one page and on a wall: the overview and the wallboard. */
@NullMarked
package io.tocsin.web.overview;

import org.jspecify.annotations.NullMarked;
