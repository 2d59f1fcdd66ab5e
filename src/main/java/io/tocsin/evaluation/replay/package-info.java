/** The past and drafts: slots evaluated as live, without a trace. */
@NullMarked
package io.tocsin.evaluation.replay;

import org.jspecify.annotations.NullMarked;
