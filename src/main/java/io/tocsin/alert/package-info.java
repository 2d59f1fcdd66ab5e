/** Alert instances, their states, and the events that leave the evaluation. */
@NullMarked
package io.tocsin.alert;

import org.jspecify.annotations.NullMarked;
