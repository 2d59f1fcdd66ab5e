/** The dead man's switch: another service hears from Tocsin while it works, and raises the alarm when it does not. */
@NullMarked
package io.tocsin.heartbeat;

import org.jspecify.annotations.NullMarked;
