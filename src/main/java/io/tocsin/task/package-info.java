/** The loops of the process: one way to repeat a step, to survive its failures and to know when it last succeeded. */
@NullMarked
package io.tocsin.task;

import org.jspecify.annotations.NullMarked;
