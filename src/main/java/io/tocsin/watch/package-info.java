/** What is not watched or not told as it should be, said in one place: health, metrics, the API and every page. */
@NullMarked
package io.tocsin.watch;

import org.jspecify.annotations.NullMarked;
