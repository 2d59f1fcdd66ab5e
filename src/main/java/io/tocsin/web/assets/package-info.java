/** Style sheets, scripts and fonts of the pages. */
@NullMarked
package io.tocsin.web.assets;

import org.jspecify.annotations.NullMarked;
