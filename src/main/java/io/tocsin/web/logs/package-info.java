/** Looking for log lines. */
@NullMarked
package io.tocsin.web.logs;

import org.jspecify.annotations.NullMarked;
