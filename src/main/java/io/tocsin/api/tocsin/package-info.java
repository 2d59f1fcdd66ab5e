/** What the pages show and do, as JSON for programs. */
@NullMarked
package io.tocsin.api.tocsin;

import org.jspecify.annotations.NullMarked;
