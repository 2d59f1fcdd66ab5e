/** Times in which nothing was evaluated: a data source does not answer, or no process ran; and the alerts that say so. */
@NullMarked
package io.tocsin.evaluation.outage;

import org.jspecify.annotations.NullMarked;
