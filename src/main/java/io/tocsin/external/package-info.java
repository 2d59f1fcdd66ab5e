/** Alerts that other programs evaluate and send here, as they would to an Alertmanager. They go the way of all others. */
@NullMarked
package io.tocsin.external;

import org.jspecify.annotations.NullMarked;
