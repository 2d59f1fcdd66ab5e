/** When a group is evaluated, and by which replica. */
@NullMarked
package io.tocsin.evaluation.schedule;

import org.jspecify.annotations.NullMarked;
