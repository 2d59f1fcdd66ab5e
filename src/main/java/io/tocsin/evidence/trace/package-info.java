/** Stack traces in log lines: found in texts of many languages, and shortened without losing the cause. */
@NullMarked
package io.tocsin.evidence.trace;

import org.jspecify.annotations.NullMarked;
