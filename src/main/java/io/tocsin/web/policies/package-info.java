/** Where alerts go, and when they are told: the policies page. */
@NullMarked
package io.tocsin.web.policies;

import org.jspecify.annotations.NullMarked;
